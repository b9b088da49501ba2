import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  raw: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect
  body: any;
  /** What it was answered. */
  answer: Answer;
}

/** What the server does with one request. */
export type Answer =
  | { status?: number; body?: unknown; headers?: Record<string, string> }
  /** Takes it, and hangs up without a word. */
  | "reset"
  /** Takes it, and says nothing. */
  | "silence";

export interface RobotServer {
  url: string;
  received: Received[];
  /** Answers to come, one a request; then it is `usual` again. */
  next: Answer[];
  usual: Answer;
  close(): Promise<void>;
}

/** A real HTTP server in a provider's place, which answers as it is told. */
export async function robotServer(
  usual: Answer = { body: { errcode: 0, errmsg: "ok" } },
): Promise<RobotServer> {
  const received: Received[] = [];
  const next: Answer[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks).toString("utf8");
    const url = new URL(request.url!, "http://robot");
    const answer = next.shift() ?? robots.usual;
    received.push({
      answer,
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      raw,
      body: JSON.parse(raw),
    });
    give(response, answer);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const robots: RobotServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    next,
    usual,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return robots;
}

function give(response: ServerResponse, answer: Answer): void {
  if (answer === "silence") return;
  if (answer === "reset") {
    response.socket?.resetAndDestroy();
    return;
  }
  const { status = 200, body = {}, headers = {} } = answer;
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}
