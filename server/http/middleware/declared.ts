import type { Handler, MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import type { Right } from "../../../domain/access/rights.ts";
import { Problem } from "../problem.ts";
import type { ApiEnv } from "../types.ts";

/** Under which right a route stands; `open` to everybody, or `signed-in`: one's own account. */
export type Declared = Right | "open" | "signed-in";

const DECLARED = Symbol("under which right a route stands");

/** Marks a middleware, and so the routes that it stands before, with what it lets through. */
export function declare(as: Declared, handler: MiddlewareHandler<ApiEnv>): MiddlewareHandler<ApiEnv> {
  return Object.assign<MiddlewareHandler<ApiEnv>, { [DECLARED]: Declared }>(handler, { [DECLARED]: as });
}

/** Says that a route is for everybody, and why. The reason is for whoever reads the code. */
export function openToAll(_why: string): MiddlewareHandler<ApiEnv> {
  return declare("open", (_, next) => next());
}

/** What a handler was marked with. */
export function declaredOf(handler: unknown): Declared | undefined {
  return (handler as { [DECLARED]?: Declared })[DECLARED];
}

/** Refuses every route that says neither which right it needs nor that it is open: forgetting is no way in. */
export const refuseUndeclared: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const routes = matchedRoutes(c).filter(({ path }) => path !== "*" && path !== "/*");
  if (routes.length > 0 && !routes.some(({ handler }) => declaredOf(handler as Handler))) {
    throw new Problem(403, "undeclared-route", "This route says nothing of who may use it, so nobody may.");
  }
  await next();
};
