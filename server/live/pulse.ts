import type { Pulse } from "../../domain/wire/board.ts";
import type { Clock } from "../platform/clock.ts";
import { BEHIND_AFTER_MS, LATE_AFTER_MS } from "./limits.ts";
import type { TickerMark } from "./watermark.ts";

/** What a pulse is made from. */
export interface Signs {
  /** Whether Redis answered and has a board. */
  hasBoard: boolean;
  /** Whether somebody is building one. */
  rebuilding: boolean;
  mark: TickerMark | null;
  eventsPerMinute: number;
}

/**
 * Says how the board is, honestly: a board whose watermark stands still is late, whatever the reason (no worker, no
 * Redis, no Postgres, changes that cannot be applied).
 */
export function pulseOf(signs: Signs, clock: Pick<Clock, "machineNow" | "speed">): Pulse {
  const now = clock.machineNow();
  const pipeline = signs.mark?.pipeline == null ? now : Date.parse(signs.mark.pipeline);
  const lagMs = Math.max(0, now - pipeline);
  return {
    sentAt: new Date(now).toISOString(),
    eventsPerMinute: signs.eventsPerMinute,
    speed: clock.speed,
    state: stateOf(signs, now, lagMs),
    lagMs,
  };
}

function stateOf({ hasBoard, rebuilding, mark }: Signs, now: number, lagMs: number): Pulse["state"] {
  if (!hasBoard || mark === null) return rebuilding ? "catching_up" : "late";
  if (now - mark.movedAt > LATE_AFTER_MS) return "late";
  return lagMs > BEHIND_AFTER_MS ? "catching_up" : "live";
}
