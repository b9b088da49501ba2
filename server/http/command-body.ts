import type { z } from "@hono/zod-openapi";
import type { Api } from "./types.ts";

/** Describes a command's body under a name; readCommand reads it, so that it is held to more than its shape. */
export function commandBody(api: Api, name: string, schema: z.ZodType) {
  api.openAPIRegistry.register(name, schema);
  return {
    required: true,
    content: { "application/json": { schema: { $ref: `#/components/schemas/${name}` } } },
  } as const;
}

/** Refusals of a route that reads a body. */
export const BODY_REFUSALS = { 400: "The body cannot be read", 415: "Another content-type" };
