import { io, type Socket } from "socket.io-client";
import { alertSummarySchema } from "../../../domain/wire/alerts.ts";
import type { Delta, Heartbeat, Snapshot } from "../../../domain/wire/board.ts";
import { delaySummarySchema } from "../../../domain/wire/delay.ts";
import { forecastSchema } from "../../../domain/wire/forecast.ts";
import { LINK_LIMITS } from "./link.ts";
import type { BoardStore } from "./store.ts";
import { Upgrade } from "./upgrade.ts";

/** How often time alone (the clock, ages, silence) is looked at, in ms. */
const TICK_MS = 500;
/** Reconnect attempts, in ms: soon, and never further apart than the upper bound. */
const RECONNECT = { reconnectionDelay: 500, reconnectionDelayMax: 2_000, timeout: 4_000 } as const;

/** What else a page hears and says on the board's socket, before it connects. */
export type Line = (socket: Socket) => void;

/**
 * Feeds a store from this server's `/board` and keeps trying for as long as the screen is on.
 * @param version of the pages that this one is of; when the server has others later, it is loaded anew
 * @returns stops it
 */
export function connectBoard(store: BoardStore, version: string, line?: Line): () => void {
  const socket = io("/board", { transports: ["websocket"], forceNew: true, ...RECONNECT });
  const resync = () => socket.emit("resync");
  let restartedAt = 0;

  const upgrade = new Upgrade(version);
  socket.on("connect", () => store.opened());
  socket.on("pages", (served: unknown) => {
    if (typeof served === "string") upgrade.heard(served);
  });
  socket.on("disconnect", () => store.closed());
  socket.on("connect_error", () => store.closed());
  socket.on("snapshot", (message: Snapshot) => store.snapshot(message));
  socket.on("delta", (message: Delta) => store.delta(message) || resync());
  socket.on("heartbeat", (message: Heartbeat) => store.heartbeat(message) || resync());
  // A summary of another shape is from another version: better none than one that breaks the picture.
  socket.on("delay", (message: unknown) => {
    const parsed = delaySummarySchema.safeParse(message);
    if (parsed.success) store.delay(parsed.data);
  });
  socket.on("alerts", (message: unknown) => {
    const parsed = alertSummarySchema.safeParse(message);
    if (parsed.success) store.alerts(parsed.data);
  });
  socket.on("forecast", (message: unknown) => {
    const parsed = forecastSchema.safeParse(message);
    if (parsed.success) store.forecast(parsed.data);
  });

  line?.(socket);

  const timer = setInterval(() => {
    store.tick();
    upgrade.look(performance.timeOrigin + performance.now());
    // A pulled cable leaves a socket that believes it is open for a minute: start over instead of waiting.
    const now = performance.now();
    if (store.silentMs() > LINK_LIMITS.silenceMs && now - restartedAt > LINK_LIMITS.silenceMs) {
      restartedAt = now;
      socket.disconnect().connect();
    }
  }, TICK_MS);

  return () => {
    clearInterval(timer);
    socket.off();
    socket.close();
  };
}
