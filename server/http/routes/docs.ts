import { createRoute, z } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { sessionCookieName } from "../../auth/cookies.ts";
import { answers, BY_KEY, refusals } from "../answers.ts";
import { renderDocs } from "../docs/render-docs.ts";
import { requireRight } from "../middleware/require-right.ts";
import { noQuery } from "../parameters.ts";
import type { Api, ApiEnv, ApiParts } from "../types.ts";

/** GET /api/v1/openapi.json, under a key like everything there, and /api/docs, its page for people. */
export function addDocsRoutes(api: Api, parts: ApiParts): void {
  const { env } = parts.context;
  // The document changes only with the program; the first reader pays for it.
  let made: ReturnType<typeof describe> | undefined;
  const describe = () =>
    api.getOpenAPI31Document({
      openapi: "3.1.0",
      info: {
        title: "Andon 安灯",
        version: env.version,
        description: "The real-time cockpit for order fulfilment: events in, a board out.",
        license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
      },
      servers: [{ url: env.publicUrl }],
    });
  const document = () => {
    made ??= describe();
    return made;
  };
  api.openAPIRegistry.registerComponent("securitySchemes", "key", {
    type: "http",
    scheme: "bearer",
    description: "Authorization: Bearer KEY; scopes are rights, or the bundles read and admin",
  });
  api.openAPIRegistry.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: sessionCookieName(env.publicUrl),
    description: "Somebody who signed in",
  });
  const route = createRoute({
    method: "get",
    path: "/api/v1/openapi.json",
    summary: "This description, OpenAPI 3.1",
    security: BY_KEY,
    middleware: requireRight(parts, "board:read"),
    request: { query: noQuery },
    responses: { 200: answers(z.record(z.string(), z.unknown()), "OpenAPI 3.1"), ...refusals() },
  });
  api.openapi(route, (c) => c.json(document() as unknown as Record<string, unknown>, 200));
  api.get("/api/docs", toSignIn(parts), requireRight(parts, "board:read"), (c) => {
    const { html, contentSecurityPolicy } = renderDocs(document());
    c.header("content-security-policy", contentSecurityPolicy);
    return c.html(html);
  });
}

/** A browser without a session is led to where one signs in; programs are told in words. */
function toSignIn({ door }: ApiParts): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const byPerson = c.req.header("accept")?.includes("text/html") && !c.req.header("authorization");
    if (byPerson && (await door.byCookie(c.req.header("cookie"))) === null)
      return c.redirect("/signin?next=%2Fapi%2Fdocs");
    return next();
  };
}
