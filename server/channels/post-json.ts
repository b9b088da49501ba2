import { type RequestOptions, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";

/** How a request ended, as far as the sender can tell. */
export type Reply =
  | { kind: "answered"; status: number; text: string; retryAfterMs: number | null }
  /** No connection: the other side cannot have taken it. */
  | { kind: "not_sent"; why: string }
  /** It went out and nothing came back: nobody knows. */
  | { kind: "no_answer"; why: string };

// Together shorter than what a worker that is told to stop may take.
const CONNECT_WITHIN_MS = 2_500;
/** From the connection to the answer's last byte. */
const ANSWER_WITHIN_MS = 5_000;
/** Longer answers are cut: what matters stands at the beginning. */
const MOST_ANSWER_BYTES = 64 * 1024;
const MS_PER_S = 1_000;

/**
 * Posts JSON once, on a connection of its own: on a kept one that the other side is just closing, nobody could tell
 * whether it was taken. Follows no redirects. Never throws, and `why` names a code, never an address.
 */
export function postJson(
  url: string,
  body: string,
  headers: Record<string, string> = {},
  { connectWithinMs = CONNECT_WITHIN_MS, answerWithinMs = ANSWER_WITHIN_MS } = {},
): Promise<Reply> {
  return new Promise((resolve) => {
    const secure = url.startsWith("https:");
    const options: RequestOptions = {
      method: "POST",
      agent: false,
      headers: {
        "content-type": "application/json; charset=utf-8",
        "content-length": Buffer.byteLength(body),
        ...headers,
      },
    };
    let connected = false;
    let timer: NodeJS.Timeout | undefined;
    const end = (reply: Reply) => {
      clearTimeout(timer);
      resolve(reply);
      request.destroy();
    };
    const lost = (why: string) => end({ kind: connected ? "no_answer" : "not_sent", why });
    const request = (secure ? requestHttps : requestHttp)(url, options, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on("data", (chunk: Buffer) => {
        if (bytes < MOST_ANSWER_BYTES) chunks.push(chunk);
        bytes += chunk.length;
      });
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        const retryAfterMs = retryAfterOf(response.headers["retry-after"]);
        end({ kind: "answered", status: response.statusCode ?? 0, text, retryAfterMs });
      });
      response.on("error", (error) => lost(codeOf(error)));
    });
    timer = setTimeout(() => lost("connect_timeout"), connectWithinMs);
    request.on("socket", (socket) => {
      socket.once(secure ? "secureConnect" : "connect", () => {
        connected = true;
        clearTimeout(timer);
        timer = setTimeout(() => lost("timeout"), answerWithinMs);
      });
    });
    request.on("error", (error) => lost(codeOf(error)));
    request.end(body);
  });
}

function codeOf(error: Error): string {
  return String((error as NodeJS.ErrnoException).code ?? error.name);
}

/** Seconds, as robots say it; a date is not believed. */
function retryAfterOf(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) * MS_PER_S : null;
}
