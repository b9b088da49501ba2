import type { MiddlewareHandler } from "hono";
import type { Scope } from "../../../db/stores/api-keys.ts";
import type { ApiEnv, ApiParts } from "../types.ts";
import { requireScope } from "./require-scope.ts";

/** A key with the scope, and an answer in time even when Postgres is away: for routes that only ask Postgres. */
export function underKey(parts: ApiParts, scope: Scope): MiddlewareHandler<ApiEnv>[] {
  return [requireScope(parts, scope), (_, next) => parts.storage.run(next)];
}
