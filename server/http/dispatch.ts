import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { withinRequest } from "../platform/request-scope.ts";
import { renewedTvCookie } from "../tvs/cookie.ts";
import type { PageGuard } from "./guard-pages.ts";
import type { Metrics } from "./metrics/create-metrics.ts";
import { requestIdOf } from "./request-id.ts";

type Pages = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

interface DispatchOptions {
  publicUrl: string;
  guard: PageGuard;
  metrics: Pick<Metrics, "answered">;
  /** Whether the process is about to end: then no connection is kept for a next request. */
  stopping: () => boolean;
}

/** Hands a request to the API or to the pages. */
export function dispatch(
  api: RequestListener,
  pages: Pages,
  { publicUrl, guard, metrics, stopping }: DispatchOptions,
): RequestListener {
  return (request, response) => {
    if (stopping()) response.setHeader("connection", "close");
    const path = pathOf(request.url ?? "/");
    if (path === "/api" || path.startsWith("/api/") || path === "/metrics") {
      api(request, response);
      return;
    }
    const requestId = requestIdOf(request.headers["x-request-id"]);
    response.setHeader("x-request-id", requestId);
    if (path.startsWith(LINK_PAGES)) keepSecret(response);
    if (path === TV_PAGE) renewTv(request, response, publicUrl);
    const startedAt = performance.now();
    response.once("close", () =>
      metrics.answered({
        method: request.method ?? "",
        route: path.startsWith("/_next/") ? "page files" : "pages",
        status: response.statusCode,
        seconds: (performance.now() - startedAt) / 1_000,
      }),
    );
    withinRequest(requestId, async () => {
      if (await guard(request, response, path)) await pages(request, response);
    }).catch(() => {
      if (!response.headersSent) response.writeHead(500, { "content-type": "text/plain" });
      response.end();
    });
  };
}

/** Pages whose path is a secret. */
const LINK_PAGES = "/a/";

/** A television opens it again and again, for years. */
const TV_PAGE = "/tv";

/** Browsers forget a cookie after some time, however often it is used: its page renews it. */
function renewTv(request: IncomingMessage, response: ServerResponse, publicUrl: string): void {
  const renewed = renewedTvCookie(request.headers.cookie, publicUrl);
  if (renewed !== null) response.appendHeader("set-cookie", renewed);
}

/** No page beyond is told the path, and no cache or search engine keeps it. */
function keepSecret(response: ServerResponse): void {
  response.setHeader("referrer-policy", "no-referrer");
  response.setHeader("cache-control", "no-store");
  response.setHeader("x-robots-tag", "noindex");
}

/** An absolute URL, which proxies may send, counts by its path too. */
function pathOf(url: string): string {
  return url.replace(/^https?:\/\/[^/]*/i, "").split(/[?#]/, 1)[0]!;
}
