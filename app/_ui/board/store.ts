import { applyDelta } from "../../../domain/board/apply.ts";
import type { AlertSummary } from "../../../domain/wire/alerts.ts";
import type { Delta, Heartbeat, Snapshot } from "../../../domain/wire/board.ts";
import type { DelaySummary } from "../../../domain/wire/delay.ts";
import type { Forecast } from "../../../domain/wire/forecast.ts";
import { LINK_LIMITS, type Link, readLink, standsStill } from "./link.ts";
import { createScreenClock } from "./screen-clock.ts";
import { reanchor, type ShopAnchor, shopTimeAt } from "./shop-clock.ts";

/** What a screen draws from. */
export interface BoardView {
  snapshot: Snapshot;
  /** Where the delay of the last 24 hours sits; null: not told yet. */
  delay: DelaySummary | null;
  /** How far escalation has come; null: not told yet. */
  alerts: AlertSummary | null;
  /** What the next hours bring; null: not told yet. Its own `asOf` tells its age. */
  forecast: Forecast | null;
  /** Epoch ms of shop time; stands still while the socket is lost, as the picture does. */
  shopNow: number;
  link: Link;
  /** The screen's own clock less the server's, in ms; null: not known. */
  skewMs: number | null;
  /** Whether the browser has taken over from the server's picture. */
  awake: boolean;
}

/** The live board of one screen, fed by a socket; useSyncExternalStore reads it. */
export interface BoardStore {
  view(): BoardView;
  subscribe(listener: () => void): () => void;
  snapshot(message: Snapshot): void;
  /** @returns false when a frame is missing: the caller asks for a snapshot */
  delta(message: Delta): boolean;
  /** @returns false when frames are missing: the caller asks for a snapshot */
  heartbeat(message: Heartbeat): boolean;
  /** Says nothing of how fresh the board is: it comes from elsewhere. */
  delay(message: DelaySummary): void;
  /** Nor does it: its own `asOf` tells its age. */
  alerts(message: AlertSummary): void;
  /** Nor does it. */
  forecast(message: Forecast): void;
  opened(): void;
  closed(): void;
  /** For how long nothing has arrived, in ms. */
  silentMs(): number;
  /** Draws again what time alone has changed. */
  tick(): void;
}

/** At most four drawings a second, in ms. */
export const DRAW_EVERY_MS = 250;

/** What the server drew the page with. */
export interface FirstPicture {
  snapshot: Snapshot;
  delay: DelaySummary | null;
  alerts: AlertSummary | null;
  forecast: Forecast | null;
}

/**
 * @param now a stopwatch in ms (performance.now)
 * @param wall the screen's own clock in epoch ms (Date.now): not shown, only judged
 */
export function createBoardStore(first: FirstPicture, now: () => number, wall: () => number): BoardStore {
  let { snapshot, delay, alerts, forecast } = first;
  let heardAt = now();
  let closedAt: number | null = null;
  let missed = 0;
  let anchor: ShopAnchor = { shopAt: Date.parse(snapshot.asOf), heardAt, speed: snapshot.pulse.speed };
  let drawnAt = Number.NEGATIVE_INFINITY;
  let waiting: ReturnType<typeof setTimeout> | null = null;
  const clock = createScreenClock(now(), wall());
  let awakeAt = now();
  let stood: { forMs: number; endedAt: number } | null = null;
  const listeners = new Set<() => void>();
  let view: BoardView = {
    snapshot,
    delay,
    alerts,
    forecast,
    shopNow: anchor.shopAt,
    link: readLink({
      pulse: snapshot.pulse,
      sources: snapshot.watermark.sources,
      silentMs: 0,
      closedMs: null,
    }),
    skewMs: null,
    awake: false,
  };

  // Looked at whenever anything runs: what did not run did not look.
  function notice() {
    const at = now();
    const forMs = Math.max(at - awakeAt, clock.look(at, wall()));
    awakeAt = at;
    if (forMs < LINK_LIMITS.stoodMs) return;
    stood = { forMs, endedAt: at };
    clock.forget();
  }

  function draw() {
    notice();
    waiting = null;
    drawnAt = now();
    const skewMs = clock.skewMs(drawnAt, wall());
    const link = readLink({
      pulse: snapshot.pulse,
      sources: snapshot.watermark.sources,
      silentMs: drawnAt - heardAt,
      closedMs: closedAt === null ? null : drawnAt - closedAt,
      stood: stood && { forMs: stood.forMs, agoMs: drawnAt - stood.endedAt },
      skewMs,
    });
    const shopNow = shopTimeAt(anchor, standsStill(link) ? heardAt : drawnAt);
    view = { snapshot, delay, alerts, forecast, shopNow, link, skewMs, awake: true };
    for (const listener of listeners) listener();
  }

  // The first change after a quiet moment is drawn at once, later ones at most four a second.
  function drawSoon() {
    if (waiting !== null) return;
    const wait = drawnAt + DRAW_EVERY_MS - now();
    if (wait <= 0) draw();
    // A timer takes whole ms and leaves the rest away: four a second would become a little more.
    else waiting = setTimeout(draw, Math.ceil(wait));
  }

  function heard(message: Snapshot | Delta | Heartbeat) {
    notice();
    const at = now();
    // What waited while the page stood still tells of then, however many of it come at once.
    if (stood !== null && at - stood.endedAt >= DRAW_EVERY_MS) stood = null;
    heardAt = at - clock.heard(Date.parse(message.pulse.sentAt), at);
    const { speed } = message.pulse;
    anchor = reanchor(anchor, { shopAt: Date.parse(message.asOf), heardAt: at, speed });
  }

  return {
    view: () => view,
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0 && waiting !== null) {
          clearTimeout(waiting);
          waiting = null;
        }
      };
    },
    snapshot(message) {
      heard(message);
      snapshot = message;
      missed = 0;
      drawSoon();
    },
    delta(message) {
      heard(message);
      const next = applyDelta(snapshot, message);
      if (next === "gap") return false;
      snapshot = next;
      missed = 0;
      drawSoon();
      return true;
    },
    heartbeat(message) {
      heard(message);
      snapshot = { ...snapshot, pulse: message.pulse, watermark: message.watermark };
      drawSoon();
      // A frame may still be on its way when one heartbeat names it; not when two do.
      const behind = message.epoch !== snapshot.epoch || message.seq !== snapshot.seq;
      missed = behind ? missed + 1 : 0;
      return missed < 2;
    },
    delay(message) {
      delay = message;
      drawSoon();
    },
    alerts(message) {
      // What was published before the page was drawn knows less than the page.
      if (alerts !== null && Date.parse(message.asOf) < Date.parse(alerts.asOf)) return;
      alerts = message;
      drawSoon();
    },
    forecast(message) {
      forecast = message;
      drawSoon();
    },
    opened() {
      closedAt = null;
      // It may be another web process, on another machine.
      clock.forget();
    },
    closed() {
      closedAt ??= now();
      drawSoon();
    },
    silentMs: () => now() - heardAt,
    tick: drawSoon,
  };
}
