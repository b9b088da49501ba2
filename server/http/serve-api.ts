import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import { getRequestListener, RequestError } from "@hono/node-server";
import type { Logger } from "../platform/logger.ts";
import { withinRequest } from "../platform/request-scope.ts";
import { PROBLEM_TYPE, Problem } from "./problem.ts";
import { requestIdOf } from "./request-id.ts";
import type { Api } from "./types.ts";

/** Headers must arrive within this. */
const HEADERS_TIMEOUT_MS = 20_000;
/** A connection on which nothing moves for so long is closed; a body may otherwise take as long as it likes. */
const SILENCE_TIMEOUT_MS = 120_000;
const KEEP_ALIVE_MS = 65_000;

/** Node's request listener of the API; global Request and Response stay Node's own, since Next shares the process. */
export function apiListener(
  api: Api,
  log: Logger,
): (request: IncomingMessage, response: ServerResponse) => void {
  const listen = getRequestListener(api.fetch as never, {
    overrideGlobalObjects: false,
    errorHandler: (error) => {
      const requestId = requestIdOf(undefined);
      if (error instanceof RequestError) return outside(requestId, 400, "bad-request", `${error.message}.`);
      withinRequest(requestId, () => log.error({ err: error }, "a request failed outside its route"));
      return outside(
        requestId,
        500,
        "internal",
        "This is our mistake; the log knows it by the request's id.",
      );
    },
  });
  return (request, response) => void listen(request, response);
}

/** The answer to a request that reached no route. */
function outside(requestId: string, status: number, code: string, detail: string): Response {
  const headers = { "x-request-id": requestId };
  return new Problem(status, code, detail, { headers }).toResponse(requestId);
}

/** Sets how patient the server is, and has it answer what is not HTTP with a problem too. */
export function hardenServer(server: Server): void {
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  // NDJSON may be unbounded: silence ends it, not duration.
  server.requestTimeout = 0;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.setTimeout(SILENCE_TIMEOUT_MS);
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (error.code === "ECONNRESET" || !socket.writable) {
      socket.destroy();
      return;
    }
    const status = STATUS_OF[error.code ?? ""] ?? 400;
    const body = new Problem(status, "bad-request", "The request is not valid HTTP.").toBody();
    socket.end(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-type: ${PROBLEM_TYPE}\r\n` +
        `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  });
}

const STATUS_OF: Record<string, number> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};
