import type { StepKind } from "../../../domain/escalation/types.ts";
import type { AlertSummary } from "../../../domain/wire/alerts.ts";

/** How far a node's worst alert has come. */
export interface NodeStage {
  stage: StepKind;
  /** Who has it while the pledge holds; null: nobody. */
  taken: { name: string; untilMs: number } | null;
  alertId: string;
}

/** Why the wall says, over everything, that nobody may be told. */
export type StepsAlarm =
  /** Steps are due and did not fire. */
  | { kind: "overdue"; count: number; oldestMs: number }
  /** Nothing is heard of escalation since then; null: nothing ever was. */
  | { kind: "unheard"; sinceMs: number | null };

/** A summary that is older than this (ms of shop time at speed 1) is not believed: it comes every few seconds. */
const OLD_MS = 30_000;

/** Whether the summary has fallen behind the picture it belongs to. */
export function areAlertsOld({ asOf }: AlertSummary, shopNow: number, speed: number): boolean {
  return shopNow - Date.parse(asOf) > OLD_MS * Math.max(1, speed);
}

/** Node → how far its worst alert has come; a pledge that has passed counts no more, whoever made it. */
export function stagesOf(alerts: AlertSummary, shopNow: number): ReadonlyMap<string, NodeStage> {
  return new Map(
    alerts.nodes.map(({ key, stage, takenName, pledgeUntil, alertId }) => {
      const untilMs = pledgeUntil === null ? Number.NEGATIVE_INFINITY : Date.parse(pledgeUntil);
      const taken = takenName !== null && untilMs > shopNow ? { name: takenName, untilMs } : null;
      return [key, { stage, taken, alertId }];
    }),
  );
}

/** What is wrong with escalation itself; null while steps fire in time. */
export function alarmOf(alerts: AlertSummary | null, shopNow: number, speed: number): StepsAlarm | null {
  if (alerts === null) return { kind: "unheard", sinceMs: null };
  if (areAlertsOld(alerts, shopNow, speed)) return { kind: "unheard", sinceMs: Date.parse(alerts.asOf) };
  const { overdueSteps } = alerts;
  return overdueSteps !== null && overdueSteps.count > 0 ? { kind: "overdue", ...overdueSteps } : null;
}

/** Free cells to the right of lanes that lie one under the other. */
export interface Room {
  /** The first lane, from 0. */
  lane: number;
  lanes: number;
  columns: number;
}

/** Narrower than this, no line would fit. */
const ROOM_COLUMNS_MIN = 2;

/**
 * The largest rectangle that short lanes leave free at the right; null when there is none.
 * @param nodes how many each lane has, from the top
 */
export function largestRoom(nodes: readonly number[], columns: number): Room | null {
  let best: Room | null = null;
  const cells = (room: Room | null) => (room === null ? 0 : room.lanes * room.columns);
  for (let lane = 0; lane < nodes.length; lane++) {
    let free = columns;
    for (let end = lane; end < nodes.length; end++) {
      free = Math.min(free, columns - nodes[end]!);
      const room = { lane, lanes: end - lane + 1, columns: free };
      if (free >= ROOM_COLUMNS_MIN && cells(room) > cells(best)) best = room;
    }
  }
  return best;
}
