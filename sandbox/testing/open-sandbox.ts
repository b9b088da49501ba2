import { createApp } from "../app.ts";
import { readOptions } from "../options.ts";
import { Sandbox } from "../sandbox.ts";
import { listen } from "../serve.ts";

/** A sandbox over real HTTP, at the quick pace. */
export async function openSandbox(env: Record<string, string> = {}) {
  const box = new Sandbox(readOptions({ SANDBOX_PACE: "quick", ...env }));
  const { url, close } = await listen(createApp(box), 0, "127.0.0.1");
  // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect
  const json = async (response: Promise<Response>): Promise<any> => (await response).json();
  const post = (path: string, body: unknown = {}) =>
    fetch(url + path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  return {
    box,
    url,
    close,
    post,
    /** The answer's body. */
    told: (path: string, body?: unknown) => json(post(path, body)),
    get: (path: string) => json(fetch(url + path)),
  };
}

export type OpenSandbox = Awaited<ReturnType<typeof openSandbox>>;
