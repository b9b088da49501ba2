import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Socket as Client, io } from "socket.io-client";
import { applyDelta } from "../../../domain/board/apply.ts";
import { type AlertSummary, alertSummarySchema } from "../../../domain/wire/alerts.ts";
import {
  type Delta,
  deltaSchema,
  type Heartbeat,
  heartbeatSchema,
  type Snapshot,
  snapshotSchema,
} from "../../../domain/wire/board.ts";
import { type DelaySummary, delaySummarySchema } from "../../../domain/wire/delay.ts";
import { type Forecast, forecastSchema } from "../../../domain/wire/forecast.ts";
import { eventually } from "../../live/testing/stage.ts";
import type { Context } from "../../platform/context.ts";
import { keyWith } from "../../testing/signed-in.ts";
import type { Room } from "../admission.ts";
import { attachGateway, type Gateway } from "../gateway.ts";

export interface ServedGateway {
  gateway: Gateway;
  url: string;
  close(): Promise<void>;
}

/** A gateway on an HTTP server of its own, as each web process has one. */
export async function serveGateway(context: Context, room?: Room): Promise<ServedGateway> {
  const http = createServer();
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const gateway = await attachGateway(http, context, undefined, room);
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  KEYS.set(url, await keyOf(context));
  return {
    gateway,
    url,
    close: async () => {
      KEYS.delete(url);
      await gateway.close();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

/** Of each gateway that is served: the key that walls send. */
const KEYS = new Map<string, string>();
const made = new WeakMap<Context["sql"], Promise<string>>();

/** One for all gateways of a database. */
function keyOf(context: Context): Promise<string> {
  const known = made.get(context.sql) ?? keyWith(context, ["board:read"]);
  made.set(context.sql, known);
  return known;
}

/** A wall without a screen: keeps its board as a browser does. */
export class Wall {
  board: Snapshot | null = null;
  snapshots: Snapshot[] = [];
  deltas: Delta[] = [];
  heartbeats: Heartbeat[] = [];
  delays: DelaySummary[] = [];
  alerts: AlertSummary[] = [];
  forecasts: Forecast[] = [];
  gaps = 0;
  readonly socket: Client;

  /**
   * @param options.headers instead of a key that may read the board
   * @param options.token sent as `auth` instead of in a header
   */
  constructor(
    url: string,
    options: { origin?: string; headers?: Record<string, string>; token?: string } = {},
  ) {
    const extraHeaders = {
      ...(options.headers ?? { authorization: `Bearer ${KEYS.get(url)}` }),
      ...(options.origin ? { origin: options.origin } : {}),
    };
    this.socket = io(`${url}/board`, {
      transports: ["websocket"],
      forceNew: true,
      reconnection: false,
      extraHeaders,
      auth: options.token === undefined ? undefined : { token: options.token },
    });
    this.socket.on("snapshot", (board: Snapshot) => {
      this.snapshots.push(snapshotSchema.parse(board));
      this.board = board;
    });
    this.socket.on("delta", (delta: Delta) => {
      this.deltas.push(deltaSchema.parse(delta));
      const after = this.board === null ? "gap" : applyDelta(this.board, delta);
      if (after === "gap") this.gaps++;
      else this.board = after;
    });
    this.socket.on("heartbeat", (beat: Heartbeat) => this.heartbeats.push(heartbeatSchema.parse(beat)));
    this.socket.on("alerts", (summary: AlertSummary) => this.alerts.push(alertSummarySchema.parse(summary)));
    this.socket.on("delay", (summary: DelaySummary) => this.delays.push(delaySummarySchema.parse(summary)));
    this.socket.on("forecast", (forecast: Forecast) => this.forecasts.push(forecastSchema.parse(forecast)));
  }

  async joined(): Promise<this> {
    await eventually(
      () => this.snapshots.length,
      (n) => n > 0,
    );
    return this;
  }
}
