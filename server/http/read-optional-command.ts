import type { z } from "@hono/zod-openapi";
import type { Context as HonoContext } from "hono";
import { readCommand } from "./read-command.ts";
import { invalidRequest } from "./refuse-invalid.ts";
import type { ApiEnv } from "./types.ts";

/**
 * A command's body where every field may be left out: then the body may be too.
 * @throws Problem 400, 413, 415 or 422
 */
export async function readOptionalCommand<T extends z.ZodType>(
  c: HonoContext<ApiEnv>,
  schema: T,
): Promise<z.output<T>> {
  const length = c.req.header("content-length");
  const isAbsent = c.req.header("content-type") === undefined && (length === undefined || length === "0");
  if (!isAbsent) return readCommand(c, schema);
  const parsed = schema.safeParse({});
  if (!parsed.success) throw invalidRequest("json", parsed.error);
  return parsed.data;
}
