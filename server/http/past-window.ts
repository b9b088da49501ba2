import { REPLAY_DAYS } from "../../domain/wire/replay.ts";
import type { Clock } from "../platform/clock.ts";
import { Problem } from "./problem.ts";
import { refuseFuture } from "./refuse-future.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** A stretch of shop time, epoch ms. */
export interface PastWindow {
  fromMs: number;
  toMs: number;
}

/**
 * A stretch of the last 30 days.
 * @param mostHours how long it may be
 * @throws Problem 422 when it is ahead of the shop's clock, too old, too long, or ends before it begins
 */
export function pastWindow(clock: Clock, from: number, to: number, mostHours: number): PastWindow {
  refuseFuture(clock, "to", to);
  refuseFuture(clock, "from", from);
  if (from > to) throw invalidPast("from", "lies after to", "give a from that is not after to");
  const earliest = clock.shopNow() - REPLAY_DAYS * DAY_MS;
  if (from < earliest) {
    const remedy = `ask for ${new Date(earliest).toISOString()} or later`;
    throw invalidPast("from", `lies more than ${REPLAY_DAYS} days back`, remedy);
  }
  if (to - from > mostHours * HOUR_MS) {
    const remedy = `ask for at most ${mostHours} hours at once`;
    throw invalidPast("to", `lies more than ${mostHours} hours after from`, remedy);
  }
  return { fromMs: from, toMs: to };
}

/** A 422 for a parameter about the past. */
export function invalidPast(name: string, wrong: string, remedy: string): Problem {
  return new Problem(422, "invalid-request", `query parameter ${name} ${wrong}: ${remedy}.`, {
    more: { errors: [{ field: name, detail: wrong }] },
  });
}
