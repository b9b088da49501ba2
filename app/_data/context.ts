import "server-only";
import type { Context } from "../../server/platform/context.ts";

const CONTEXT = Symbol.for("andon.context");

/**
 * What the web process holds open. Next bundles its own copy of every module, so nothing is shared
 * through modules: server/main.ts leaves the context on globalThis instead.
 */
export function webContext(): Context {
  const context = (globalThis as { [CONTEXT]?: Context })[CONTEXT];
  if (!context) throw new Error("pages are served by server/main.ts: start Andon with `npm start`");
  return context;
}
