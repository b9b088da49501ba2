import type { z } from "@hono/zod-openapi";
import { PROBLEM_TYPE, problemSchema } from "./problem.ts";

/** A 200 with this body, for a route's description. */
export function answers<T extends z.ZodType>(schema: T, description: string) {
  return { content: { "application/json": { schema } }, description } as const;
}

/** The refusals every route under a right has, and those it has besides. Typed as none: they are thrown, not returned. */
export function refusals(more: Record<number, string> = {}): object {
  const all: Record<number, string> = {
    401: "Nobody signed in, no key, or not a known one",
    403: "The right is missing, or a page that is not ours asks",
    422: "A parameter or field is unknown or malformed",
    429: "Too many requests of one caller",
    503: "The database does not answer",
    ...more,
  };
  const content = { [PROBLEM_TYPE]: { schema: problemSchema } };
  return Object.fromEntries(
    Object.entries(all).map(([status, description]) => [status, { content, description }]),
  );
}

/** What a route under a right says of how to show it. */
export const BY_KEY: Record<string, string[]>[] = [{ key: [] }, { session: [] }];
