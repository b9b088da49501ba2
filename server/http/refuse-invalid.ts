import type { Hook } from "@hono/zod-openapi";
import { Problem } from "./problem.ts";
import type { ApiEnv } from "./types.ts";

const MAX_SHOWN = 20;
const WHERE: Record<string, string> = { query: "query parameter", param: "path", json: "body" };

/** Turns what zod found wrong with a request into a 422 that names every field. */
// biome-ignore lint/suspicious/noExplicitAny: the hook serves every route, whatever its input
export const refuseInvalid: Hook<any, ApiEnv, any, any> = (result) => {
  if (result.success) return;
  const errors = result.error.issues.slice(0, MAX_SHOWN).map((issue) => ({
    field: issue.code === "unrecognized_keys" ? issue.keys.join(", ") : issue.path.map(String).join("."),
    detail: issue.message,
  }));
  const where = WHERE[result.target] ?? result.target;
  const [first] = errors;
  const named = first?.field ? `${where} ${first.field}` : where;
  throw new Problem(422, "invalid-request", `${named}: ${first?.detail ?? "is not valid"}`, {
    more: { errors },
  });
};
