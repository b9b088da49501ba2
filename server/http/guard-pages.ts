import { readdirSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { needOf } from "../../domain/access/pages.ts";
import { findWho } from "../auth/find-who.ts";
import type { Context } from "../platform/context.ts";

/** What a page is made of before anybody is known: scripts, styles, type, and what lies in public/. */
const BUILT = "/_next/";
const PUBLIC = new Set(
  readdirSync(new URL("../../public", import.meta.url), { recursive: true }).map(
    (file) => `/${String(file).replaceAll("\\", "/")}`,
  ),
);

/** Answers instead of the page, or lets it through: true when nothing was answered. */
export type PageGuard = (
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
) => Promise<boolean>;

/**
 * Leads whoever is nobody to where one signs in, from every page but the open ones; pages that are not known are none of
 * these. What somebody who is known may open is the page's own question.
 */
export function guardPages(context: Pick<Context, "sql" | "clock" | "env">): PageGuard {
  return async (request, response, path) => {
    if (path.startsWith(BUILT) || PUBLIC.has(path) || needOf(path) === "open") return true;
    let known: boolean;
    try {
      known = (await findWho(context, request.headers)) !== null;
    } catch {
      response.writeHead(503, { "content-type": "text/plain; charset=utf-8", "retry-after": "5" });
      response.end(
        "数据库没有回应，暂时无法确认身份，请稍后再试。\nThe database does not answer, so nobody can be recognised. Try again in a moment.\n",
      );
      return false;
    }
    if (known) return true;
    const asked = request.url ?? "/";
    const location =
      path === "/" && asked === "/" ? "/signin" : `/signin?next=${encodeURIComponent(pathAndQuery(asked))}`;
    // After a form 303 makes the browser get the page and not post to it.
    const status = request.method === "GET" || request.method === "HEAD" ? 302 : 303;
    response.writeHead(status, { location, "cache-control": "no-store" });
    response.end();
    return false;
  };
}

/** Without the host that proxies may send along: it must lead nowhere else. */
const pathAndQuery = (url: string) => url.replace(/^https?:\/\/[^/]*/i, "") || "/";
