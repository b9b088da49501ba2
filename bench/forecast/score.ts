import { forecastNode } from "../../domain/forecast/forecast-node.ts";
import { FORECAST_HOURS } from "../../domain/wire/forecast.ts";
import type { History } from "./histories.ts";
import { NodeReplay, type Stay } from "./node-replay.ts";

const HOUR_MS = 3_600_000;
/** Moments lie so far apart. */
const EVERY_MS = HOUR_MS;

/** How far off by so many hours ahead, summed over nodes and moments. */
export interface Score {
  hours: number;
  asked: number;
  /** Visits that were red then, in all. */
  red: number;
  /** Sum of |told − red then|: of the forecast, and of both baselines. */
  off: { forecast: number; unchanged: number; never: number };
  /** The same of those newly red. */
  newOff: { forecast: number; unchanged: number; never: number };
  /** Outcomes below, within and above the range. */
  below: number;
  within: number;
  above: number;
  /** Those whose range was more than one number, or was missed: where calm nodes do not flatter. */
  moved: number;
  movedWithin: number;
}

/** Asks the forecast at moments of a history and compares with what came. */
export function scoreHistory(history: History): Score[] {
  const byNode = new Map<string, Stay[]>();
  for (const { node, enteredAt, leftAt, dueAt } of history.visits) {
    const stays = byNode.get(node) ?? [];
    byNode.set(node, stays);
    stays.push({
      enteredAt,
      leftAt: leftAt ?? Number.POSITIVE_INFINITY,
      dueAt: dueAt ?? Number.POSITIVE_INFINITY,
    });
  }
  const total = emptyScores();
  for (const [key, stays] of byNode) {
    if (stays.every(({ dueAt }) => dueAt === Number.POSITIVE_INFINITY)) continue;
    stays.sort((a, b) => a.enteredAt - b.enteredAt);
    const scores = emptyScores();
    const replay = new NodeReplay(history.settings, key, stays, history.toMs + 24 * HOUR_MS);
    for (let nowMs = history.fromMs; nowMs < history.toMs; nowMs += EVERY_MS) {
      const sight = replay.sightAt(nowMs);
      const outcomes = FORECAST_HOURS.map((hours) => outcomeOf(stays, nowMs, nowMs + hours * HOUR_MS));
      if (sight.waiting.length === 0 && outcomes.every(({ red }) => red === 0)) continue;
      const forecast = forecastNode(sight, nowMs);
      for (const [i, told] of forecast.hours.entries()) add(scores[i]!, told, forecast.red, outcomes[i]!);
    }
    for (const [i, score] of scores.entries()) merge(total[i]!, score);
  }
  return total;
}

interface Outcome {
  red: number;
  newlyRed: number;
  /** Open when asked, due until then. */
  due: number;
}

function outcomeOf(stays: readonly Stay[], nowMs: number, atMs: number): Outcome {
  const outcome = { red: 0, newlyRed: 0, due: 0 };
  for (const { enteredAt, leftAt, dueAt } of stays) {
    if (enteredAt > atMs) break;
    if (dueAt > atMs || leftAt <= nowMs) continue;
    const wasRed = enteredAt <= nowMs && dueAt <= nowMs;
    if (enteredAt <= nowMs && !wasRed) outcome.due++;
    if (leftAt <= atMs) continue;
    outcome.red++;
    if (!wasRed) outcome.newlyRed++;
  }
  return outcome;
}

function add(
  score: Score,
  told: ReturnType<typeof forecastNode>["hours"][number],
  redNow: number,
  { red, newlyRed, due }: Outcome,
): void {
  score.asked++;
  score.red += red;
  score.off.forecast += Math.abs(told.mid - red);
  score.off.unchanged += Math.abs(redNow - red);
  score.off.never += Math.abs(redNow + due - red);
  score.newOff.forecast += Math.abs(told.newlyRed.mid - newlyRed);
  score.newOff.unchanged += newlyRed;
  score.newOff.never += Math.abs(due - newlyRed);
  const fits = red >= told.low && red <= told.high;
  if (fits) score.within++;
  else if (red < told.low) score.below++;
  else score.above++;
  if (told.low === told.high && fits) return;
  score.moved++;
  if (fits) score.movedWithin++;
}

function emptyScores(): Score[] {
  const none = () => ({ forecast: 0, unchanged: 0, never: 0 });
  return FORECAST_HOURS.map((hours) => ({
    hours,
    asked: 0,
    red: 0,
    off: none(),
    newOff: none(),
    below: 0,
    within: 0,
    above: 0,
    moved: 0,
    movedWithin: 0,
  }));
}

function merge(into: Score, score: Score): void {
  for (const key of ["asked", "red", "below", "within", "above", "moved", "movedWithin"] as const) {
    into[key] += score[key];
  }
  for (const of of ["off", "newOff"] as const) {
    for (const by of ["forecast", "unchanged", "never"] as const) into[of][by] += score[of][by];
  }
}
