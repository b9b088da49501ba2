import type { z } from "@hono/zod-openapi";
import type { Context as HonoContext } from "hono";
import { bodyFormat } from "./ingest/body-format.ts";
import { collectBody } from "./ingest/collect-body.ts";
import { openBody } from "./ingest/open-body.ts";
import { readStrictJson, withoutBom } from "./ingest/read-item.ts";
import { Problem } from "./problem.ts";
import { invalidRequest } from "./refuse-invalid.ts";
import type { ApiEnv } from "./types.ts";

/** A command's body is small; only events come in bulk. */
const MAX_BYTES = 64 * 1024;

/**
 * Reads the body of a command as strictly as events are read.
 * @throws Problem 400, 413, 415 or 422
 */
export async function readCommand<T extends z.ZodType>(
  c: HonoContext<ApiEnv>,
  schema: T,
): Promise<z.output<T>> {
  const { format, coding } = bodyFormat(c.req.header("content-type"), c.req.header("content-encoding"));
  if (format !== "json") throw new Problem(415, "unsupported-media-type", "Send application/json.");
  const body = await collectBody(openBody(c.req.raw, c.env?.incoming, coding), MAX_BYTES);
  const read = readStrictJson(withoutBom(body));
  if (!read.ok) throw new Problem(400, "unreadable-body", `The body ${read.detail}.`);
  const parsed = schema.safeParse(read.value);
  if (!parsed.success) throw invalidRequest("json", parsed.error);
  return parsed.data;
}
