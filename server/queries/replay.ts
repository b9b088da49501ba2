import { readStays } from "../../db/stores/open-visits.ts";
import { ReplayCounter, type Stretch } from "../../domain/board/replay.ts";
import { nodesByRank } from "../../domain/settings/history.ts";
import type { Delta, Pulse, Watermark } from "../../domain/wire/board.ts";
import type { DelaySummary } from "../../domain/wire/delay.ts";
import { REPLAY_EPOCH, type Replay } from "../../domain/wire/replay.ts";
import { currentSettings } from "./current-settings.ts";
import { readDelaySummary } from "./delay-summary.ts";
import { iso } from "./present-order.ts";

/** More visits than this in a stretch would hold a web process up for seconds. */
const MOST_STAYS = 500_000;
/** Where the delay sat is told this often in a stretch at most, and not more than once an hour. */
const MOST_DELAYS = 6;
const HOUR_MS = 3_600_000;

/** Too much for one answer. */
export class ReplayTooLargeError extends Error {
  override name = "ReplayTooLargeError";
}

type ReplayContext = Parameters<typeof readDelaySummary>[0];

/**
 * A stretch of the past as the board would have told it, from Postgres, with what is known now: at each step it is what
 * boardAsOf counts for that moment.
 * @param stretch not ahead of the shop's clock
 * @throws ReplayTooLargeError
 */
export async function replay(context: ReplayContext, stretch: Stretch): Promise<Replay> {
  const settings = await currentSettings(context);
  const counter = new ReplayCounter(nodesByRank(settings), stretch);
  let stays = 0;
  for await (const visits of readStays(context.sql, stretch.fromMs, stretch.toMs)) {
    stays += visits.length;
    if (stays > MOST_STAYS) throw new ReplayTooLargeError(`more than ${MOST_STAYS} visits were open then`);
    for (const visit of visits) counter.add(visit);
  }
  const { first, steps } = counter.frames();
  const shared = { watermark: watermarkOf(context), pulse: pulseOf(context) };
  const { totals, nodes, watches } = first;
  const start = { epoch: REPLAY_EPOCH, seq: 0, asOf: iso(stretch.fromMs) };
  return {
    from: iso(stretch.fromMs),
    to: iso(stretch.toMs),
    stepSeconds: stretch.stepMs / 1_000,
    snapshot: { ...start, totals, nodes, watches, ...shared },
    deltas: steps.map(
      ({ atMs, totals, changed }, at): Delta => ({
        epoch: REPLAY_EPOCH,
        seq: at + 1,
        asOf: iso(atMs),
        totals,
        nodes: changed,
        ...shared,
      }),
    ),
    delays: await delaysOf(context, stretch),
  };
}

async function delaysOf(context: ReplayContext, { fromMs, toMs }: Stretch): Promise<DelaySummary[]> {
  const lengthMs = toMs - fromMs;
  const count = Math.max(1, Math.min(MOST_DELAYS, Math.floor(lengthMs / HOUR_MS)));
  const delays: DelaySummary[] = [];
  for (let at = 0; at < count; at++) {
    delays.push(await readDelaySummary(context, fromMs + Math.floor((at * lengthMs) / count)));
  }
  return delays;
}

/** Sources are not judged for the past: who was silent then is not kept. */
function watermarkOf({ clock }: ReplayContext): Watermark {
  return { pipeline: iso(clock.machineNow()), sources: {} };
}

/** Never live: nobody may take it for now. */
function pulseOf({ clock }: ReplayContext): Pulse {
  const { speed } = clock;
  return { sentAt: iso(clock.machineNow()), eventsPerMinute: 0, speed, state: "late", lagMs: 0 };
}
