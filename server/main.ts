import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import next from "next";
import { createApi } from "./http/app.ts";
import { dispatch } from "./http/dispatch.ts";
import { guardPages } from "./http/guard-pages.ts";
import { createMetrics } from "./http/metrics/create-metrics.ts";
import { apiListener, hardenServer } from "./http/serve-api.ts";
import { EnvError, readEnv } from "./platform/env.ts";
import { closeContext, openContext } from "./platform/open-context.ts";
import { stopOnSignal } from "./platform/stop-on-signal.ts";
import { StorageWatch } from "./platform/storage-watch.ts";
import { attachGateway } from "./realtime/gateway.ts";

/** Requests in flight may finish within this; then their connections are cut. */
const DRAIN_MS = 6_000;
const SWEEP_MS = 50;
/** Shorter than the supervisor's patience: it should never have to kill. */
const STOP_WITHIN_MS = 12_000;
const ROOT = fileURLToPath(new URL("..", import.meta.url));

try {
  await serve();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}

/** The web process: API, live board and pages on one port. */
async function serve(): Promise<void> {
  const env = readEnv();
  const context = await openContext(env, "web");
  // Next bundles its own copy of every module; app/_data finds what is open here.
  (globalThis as Record<symbol, unknown>)[Symbol.for("andon.context")] = context;
  const storage = new StorageWatch(env.databaseUrl!);
  let stopping = false;
  const metrics = createMetrics(context, storage);
  const pages = next({ dev: false, dir: ROOT, hostname: env.host, port: env.port });
  await pages.prepare();
  const api = apiListener(createApi(context, storage, metrics), context.log);
  const server = createServer(
    dispatch(api, pages.getRequestHandler(), {
      publicUrl: env.publicUrl,
      guard: guardPages(context),
      metrics,
      stopping: () => stopping,
    }),
  );
  hardenServer(server);
  const gateway = await attachGateway(server, context, metrics.screens);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(env.port, env.host, resolve);
  });

  const stop = async () => {
    stopping = true;
    context.log.info({ sockets: gateway.sockets() }, "stopping");
    const drained = new Promise((resolve) => server.close(resolve));
    await gateway.close();
    // Again and again: a connection whose request has just ended would be kept for a next one.
    setInterval(() => server.closeIdleConnections(), SWEEP_MS).unref();
    setTimeout(() => server.closeAllConnections(), DRAIN_MS).unref();
    await drained;
    await pages.close();
    await storage.close();
    await closeContext(context);
  };
  stopOnSignal(stop, { withinMs: STOP_WITHIN_MS });
  context.log.info({ version: env.version, host: env.host, port: env.port }, "up");
  process.send?.({ ready: true, port: (server.address() as AddressInfo).port });
}

/** One line for what the operator can mend; the whole error for what only we can. */
function explain(error: unknown): string {
  if (error instanceof EnvError) return error.message;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "EADDRINUSE") {
    return `PORT ${process.env.PORT ?? 3000} is taken by another program. Set PORT to a free one.`;
  }
  if (code === "EACCES")
    return `PORT ${process.env.PORT ?? 3000} may not be used: ${message}. Set PORT to one above 1023.`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
