import type { MiddlewareHandler } from "hono";
import type { ApiEnv, ApiParts } from "../types.ts";
import { underRight } from "./require-right.ts";

/** As routes asked before each named its own right; being replaced by underRight. */
export function underKey(parts: ApiParts, scope: "read" | "admin"): MiddlewareHandler<ApiEnv>[] {
  return underRight(parts, scope === "read" ? "board:read" : "access:write");
}
