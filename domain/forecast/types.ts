import type { Calendar, ClockVersion, NodeVersion } from "../settings/types.ts";

/** What passed through one node in one hour of the past. The newest hour ends at the present. Epoch ms of shop time. */
export interface PastHour {
  startMs: number;
  endMs: number;
  arrivals: number;
  /** Those of them that were due within the longest stretch that is looked ahead. */
  shortArrivals: number;
  /** Departures by how long they had waited: step of age (ages.ts) → visits. */
  left: ReadonlyMap<number, number>;
}

/** An open visit, or several alike. */
export interface Waiting {
  enteredAt: number;
  dueAt: number;
  /** Visits that it stands for. */
  count: number;
}

/** One node as a forecast sees it. */
export interface NodeSight {
  node: NodeVersion;
  clock: ClockVersion;
  calendar: Calendar;
  /** Hours of the past without a gap, the oldest first. */
  past: readonly PastHour[];
  /** Open visits by step of age. */
  open: readonly number[];
  /** Open visits that are red or will be due within the longest stretch that is looked ahead. */
  waiting: readonly Waiting[];
}
