import type { Hook, z } from "@hono/zod-openapi";
import { Problem } from "./problem.ts";
import type { ApiEnv } from "./types.ts";

const MAX_SHOWN = 20;
const WHERE: Record<string, string> = { query: "query parameter", param: "path", json: "body" };

/** The 422 that names every field zod found fault with. */
export function invalidRequest(target: string, { issues }: z.ZodError): Problem {
  const errors = issues.slice(0, MAX_SHOWN).map((issue) => ({
    field: issue.code === "unrecognized_keys" ? issue.keys.join(", ") : issue.path.map(String).join("."),
    detail: issue.message,
  }));
  const where = WHERE[target] ?? target;
  const [first] = errors;
  const named = first?.field ? `${where} ${first.field}` : where;
  return new Problem(422, "invalid-request", `${named}: ${first?.detail ?? "is not valid"}`, {
    more: { errors },
  });
}

// biome-ignore lint/suspicious/noExplicitAny: the hook serves every route, whatever its input
export const refuseInvalid: Hook<any, ApiEnv, any, any> = (result) => {
  if (!result.success) throw invalidRequest(result.target, result.error);
};
