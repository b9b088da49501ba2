import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ensureApiKey } from "../commands/ensure-api-key.ts";
import { createApi } from "../http/app.ts";
import { apiListener, hardenServer } from "../http/serve-api.ts";
import { StorageWatch } from "../platform/storage-watch.ts";
import { type TestContext, type TestContextOptions, testContext } from "./context.ts";

export interface TestApi {
  context: TestContext;
  storage: StorageWatch;
  url: string;
  /** With every scope. */
  key: string;
  /** A request under the key, unless headers say otherwise. */
  call(path: string, init?: RequestInit): Promise<Response>;
  /** Sends events as a JSON array and returns the answer's body. */
  send(events: unknown[]): Promise<Record<string, unknown>>;
  /** A GET under the key, its body parsed. */
  // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect
  get(path: string): Promise<any>;
  close(): Promise<void>;
}

/** The API over real HTTP, on a database of its own. */
export async function testApi(options: TestContextOptions = {}): Promise<TestApi> {
  const context = await testContext({ ...options, env: { ANDON_RATE_LIMIT: "100000", ...options.env } });
  return serveTestApi(context);
}

/** The same on a context that the caller has prepared. close() closes that too. */
export async function serveTestApi(context: TestContext): Promise<TestApi> {
  const key = (await ensureApiKey(context)) ?? context.env.apiKey!;
  const storage = new StorageWatch(context.env.databaseUrl!);
  const server = createServer(apiListener(createApi(context, storage), context.log));
  hardenServer(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const call: TestApi["call"] = (path, init = {}) => {
    const headers = new Headers(init.headers);
    if (!headers.has("authorization")) headers.set("authorization", `Bearer ${key}`);
    return fetch(url + path, { ...init, headers });
  };
  return {
    context,
    storage,
    url,
    key,
    call,
    send: async (events) => {
      const headers = { "content-type": "application/json" };
      const response = await call("/api/v1/events", {
        method: "POST",
        headers,
        body: JSON.stringify(events),
      });
      return (await response.json()) as Record<string, unknown>;
    },
    get: async (path) => (await call(path)).json(),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await storage.close();
      await context.close();
    },
  };
}
