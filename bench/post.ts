import http from "node:http";

export interface Answer {
  accepted: number;
  duplicates: number;
  rejectedTotal: number;
  rejected: { index: number; code: string; detail: string }[];
}

/** Posts a body to the events API over a kept-alive connection and answers what the server said. */
export interface Poster {
  post(body: Buffer): Promise<Answer>;
  close(): void;
}

export function createPoster(url: string, key: string, connections: number): Poster {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const target = new URL("/api/v1/events", url);
  return {
    post: (body) =>
      new Promise((resolve, reject) => {
        const headers = {
          authorization: `Bearer ${key}`,
          "content-type": "application/json",
          "content-length": body.length,
        };
        const request = http.request(target, { method: "POST", agent, headers }, (response) => {
          let text = "";
          response.setEncoding("utf8");
          response.on("data", (chunk: string) => {
            text += chunk;
          });
          response.on("end", () => {
            if (response.statusCode === 200) resolve(JSON.parse(text));
            else
              reject(new Error(`POST /api/v1/events answered ${response.statusCode}: ${text.slice(0, 300)}`));
          });
        });
        request.on("error", reject);
        request.end(body);
      }),
    close: () => agent.destroy(),
  };
}
