import { deadlinesOf } from "../sla/deadlines.ts";
import { HOUR_KINDS, hourKindOf } from "./hour-kind.ts";
import type { NodeSight, Waiting } from "./types.ts";

const HOUR_MS = 3_600_000;
const HALF_LIFE_MS = 48 * HOUR_MS;
/** The hours that tell how many come at present. */
const PRESENT_MS = 3 * HOUR_MS;
/** Arrivals that stand for what is not known yet of the present. */
const UNKNOWN = 5;

/**
 * Visits that are expected to come and to be due until a moment, in portions: as many as came in the same hours of the last
 * days, more or less as the last hours compare with them, and with the node's own allowance. Only the part of them that the
 * past had with so little time: where promises decide, few are due so soon.
 * @param portionMs how far apart they come
 */
export function comingDue(
  { node, clock, calendar, past }: Pick<NodeSight, "node" | "clock" | "calendar" | "past">,
  nowMs: number,
  untilMs: number,
  portionMs: number,
): Waiting[] {
  const arrivals = past.reduce((sum, hour) => sum + hour.arrivals, 0);
  const short = past.reduce((sum, hour) => sum + hour.shortArrivals, 0);
  if (short === 0) return [];
  const came = new Float64Array(HOUR_KINDS);
  const lasted = new Float64Array(HOUR_KINDS);
  const kinds = past.map(({ startMs, endMs }) => hourKindOf(clock, calendar, (startMs + endMs) / 2));
  past.forEach((hour, i) => {
    const weight = 0.5 ** ((nowMs - hour.endMs) / HALF_LIFE_MS);
    came[kinds[i]!]! += weight * hour.arrivals;
    lasted[kinds[i]!]! += (weight * (hour.endMs - hour.startMs)) / HOUR_MS;
  });
  const usual = (kind: number) => (lasted[kind]! > 0 ? came[kind]! / lasted[kind]! : 0);
  let [present, foreseen] = [UNKNOWN, UNKNOWN];
  past.forEach((hour, i) => {
    if (hour.startMs < nowMs - PRESENT_MS) return;
    present += hour.arrivals;
    foreseen += (usual(kinds[i]!) * (hour.endMs - hour.startMs)) / HOUR_MS;
  });
  const factor = (present / foreseen) * (short / arrivals);
  const coming: Waiting[] = [];
  for (let atMs = nowMs + portionMs / 2; atMs < untilMs; atMs += portionMs) {
    const { dueAt } = deadlinesOf({ node, clock, calendar }, atMs, {}, []);
    const count = (factor * usual(hourKindOf(clock, calendar, atMs)) * portionMs) / HOUR_MS;
    if (dueAt !== null && dueAt <= untilMs && count > 0) coming.push({ enteredAt: atMs, dueAt, count });
  }
  return coming;
}
