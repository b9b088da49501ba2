import type { AddressInfo } from "node:net";
import { type HttpBindings, serve } from "@hono/node-server";
import type { Hono } from "hono";

/** What every route may reach beside the request: the sockets below it. */
export interface Served {
  Bindings: HttpBindings;
}

export interface Listening {
  url: string;
  close(): void;
}

/** Serves an app on a port (0: any free one). */
export function listen(app: Hono<Served>, port: number, host: string): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, hostname: host }, (info: AddressInfo) => {
      const shown = host === "0.0.0.0" || host === "::" ? "localhost" : host;
      resolve({
        url: `http://${shown}:${info.port}`,
        close: () => {
          server.close();
          if ("closeAllConnections" in server) server.closeAllConnections();
        },
      });
    });
    server.on("error", reject);
  });
}
