import type { Context } from "hono";
import type { Served } from "../serve.ts";

/** The body as an object; null when it is none. */
// biome-ignore lint/suspicious/noExplicitAny: what comes from outside is looked at field by field
export async function readJson(c: Context<Served>): Promise<Record<string, any> | null> {
  const body = await c.req.json().catch(() => null);
  return typeof body === "object" && body !== null && !Array.isArray(body) ? body : null;
}
