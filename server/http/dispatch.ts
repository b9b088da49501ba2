import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";

/**
 * Hands a request to the API or to the pages.
 * @param stopping whether the process is about to end: then no connection is kept for a next request
 */
export function dispatch(
  api: RequestListener,
  pages: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  stopping: () => boolean,
): RequestListener {
  return (request, response) => {
    if (stopping()) response.setHeader("connection", "close");
    if (isApi(request.url ?? "/")) {
      api(request, response);
      return;
    }
    pages(request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500, { "content-type": "text/plain" });
      response.end();
    });
  };
}

/** By path alone; an absolute URL, which proxies may send, counts by its path too. */
function isApi(url: string): boolean {
  const path = url.replace(/^https?:\/\/[^/]*/i, "").split(/[?#]/, 1)[0]!;
  return path === "/api" || path.startsWith("/api/") || path === "/metrics";
}
