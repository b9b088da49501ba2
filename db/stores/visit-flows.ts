import type { Tx } from "../sql.ts";
import { endedStaysWithin } from "./stays.ts";

/** What passed through a node in a stretch of time. */
export interface Flow {
  node: string;
  arrivals: number;
  departures: number;
  /** Visits that were red when it began. */
  redBefore: number;
}

/**
 * Arrivals, departures and reds of the nodes in (from, to].
 * @param nodes those asked for: open visits are found by their node
 */
export function readFlows(tx: Tx, nodes: readonly string[], fromMs: number, toMs: number): Promise<Flow[]> {
  const [from, to] = [new Date(fromMs), new Date(toMs)];
  return tx<Flow[]>`
    select node, sum(arrivals)::bigint as arrivals, sum(departures)::bigint as departures, sum(red)::bigint as "redBefore"
    from (
      select node, count(*) as arrivals, 0 as departures, 0 as red from visits
      where left_at is null and node = any(${nodes as string[]}) and entered_at > ${from} and entered_at <= ${to}
      group by node
      union all
      select node, 0, 0, count(*) from visits
      where left_at is null and due_at <= ${from} and entered_at <= ${from} group by node
      union all
      select node, count(*) filter (where entered_at > ${from} and entered_at <= ${to}),
        count(*) filter (where left_at <= ${to}), count(*) filter (where entered_at <= ${from} and due_at <= ${from})
      from ${endedStaysWithin(tx, fromMs, toMs)} v group by node) as parts
    group by node`;
}
