import type { Columns } from "../../domain/delay/columns.ts";
import { absentValue, type FactDimension } from "../../domain/delay/dimensions.ts";
import { HOUR_MS } from "../../domain/delay/grains.ts";
import { BEFORE, type Ends } from "../../domain/delay/overlap.ts";
import type { Tx } from "../sql.ts";
import { type Buckets, bucketsBefore, bucketsWithin, cutStretches, hoursOf } from "./delay-hours.ts";
import { hourOf, inLog, msOf, notTwice, unionAll, valueIn } from "./delay-parts.ts";
import type { Fragment } from "./visit-conditions.ts";

/** Whose overdue time is asked for, and how it is told apart. */
export interface EndsQuestion extends Columns {
  /** Beside the node; `node`: not at all. */
  by: FactDimension | "node";
  /** Whether nodes are told apart; else `node` is empty. */
  perNode: boolean;
  /** Without the visits that are open at this moment, epoch ms, because somebody else counts them; null: with all. */
  endedAtMs: number | null;
}

/** Whose visits. */
export interface Part {
  node: string;
  /** As stored; empty or `false` where the visits have none. */
  value: string;
}

interface Row extends Part {
  /** Whether the node's sums count these as well, under no value. */
  within: boolean;
  columns: string;
  dueCounts: string;
  leftCounts: string;
  balances: string;
}

/**
 * Where overdue time begins and ends in a window, by node and one dimension: whole hours from sums and log, the hours
 * that the window cuts from the visits themselves, and the open visits. The transaction must be a repeatable read, so
 * that all of it is of one moment.
 * @param add takes what is known of a part, of some parts more than once
 */
export async function readEnds(
  tx: Tx,
  question: EndsQuestion,
  add: (part: Part, ends: Ends) => void,
): Promise<void> {
  // Each part's cells as one row of lists: to pass them on one by one took longer than to find them.
  const rows = await tx<Row[]>`
    with ends as (${fromPoints(tx, question)} union all ${fromSums(tx, question)})
    select node, value, within, string_agg("column"::text, ',') as columns, string_agg(due_count::text, ',') as "dueCounts",
      string_agg(left_count::text, ',') as "leftCounts", string_agg(balance::text, ',') as balances
    from ends group by node, value, within order by node, value`;
  const absent = absentOf(question);
  for (const { node, value, within, ...lists } of rows) {
    const ends: Omit<Ends, "sign"> = {
      columns: listed(lists.columns),
      dueCounts: listed(lists.dueCounts),
      leftCounts: listed(lists.leftCounts),
      balances: lists.balances.split(",").map(BigInt),
    };
    add({ node, value }, { ...ends, sign: 1 });
    if (within) add({ node, value: absent }, { ...ends, sign: -1 });
  }
}

/** What the visits without a value, of which there are no sums, are stored under; of nodes themselves nothing. */
export function absentOf({ by }: Pick<EndsQuestion, "by">): string {
  return by === "node" ? "" : absentValue(by);
}

/** Numbers as string_agg lists them. */
export function listed(text: string): number[] {
  return text.split(",").map(Number);
}

/** What no sum knows of, by part and column. */
function fromPoints(tx: Tx, question: EndsQuestion): Fragment {
  const { fromMs, perNode } = question;
  const isBefore = tx`"column" = ${BEFORE}::bigint`;
  return tx`
    select node, value, false as within, "column", coalesce(sum(n) filter (where is_due), 0) as due_count,
      coalesce(sum(n) filter (where not is_due), 0) as left_count,
      sum(case when ${isBefore} then 0 when is_due then -n * ${sinceStart(tx, question)} else n * ${sinceStart(tx, question)} end) as balance
    from (
      select ${perNode ? tx`node` : tx`''`} as node, value, n, is_due, ms,
        case when ms < ${fromMs}::bigint or (ms = ${fromMs}::bigint and not is_due) then ${BEFORE}::bigint
          else ${columnOf(tx, question)} end as "column"
      from (${fromLog(tx, question)} union all ${fromCutHours(tx, question)} union all ${fromOpen(tx, question)}) as points
    ) as placed group by node, value, "column"`;
}

function columnOf(tx: Tx, question: Columns): Fragment {
  if (!question.byHour) return tx`0::bigint`;
  return tx`${hourOf(tx, tx`is_due`, tx`ms`)} - ${hoursOf(question).cut}::bigint`;
}

function sinceStart(tx: Tx, question: Columns): Fragment {
  const { fromMs, byHour } = question;
  if (!byHour) return tx`(ms - ${fromMs}::bigint)`;
  return tx`(ms - greatest(${fromMs}::bigint, ("column" + ${hoursOf(question).cut}::bigint) * ${HOUR_MS}))`;
}

/** Points of both kinds of the rows of a table: dueAt and leftAt. */
function bothEnds(tx: Tx): Fragment {
  return tx`(values (true, ${msOf(tx, "due_at")}), (false, ${msOf(tx, "left_at")})) as e(is_due, ms)`;
}

/** What waits to be summed, where the sums are asked. */
function fromLog(tx: Tx, question: EndsQuestion): Fragment {
  const { cut, whole, last } = hoursOf(question);
  const hour = hourOf(tx, tx`is_due`, tx`ms`);
  return tx`
    select node, ${valueIn(tx, question.by)} as value, sign::bigint as n, is_due, ms
    from delay_log cross join lateral ${bothEnds(tx)}
    where ${inLog(tx)} and left_at > due_at and ${notTwice(tx, question.perNode)}
      and (${hour} < ${cut} or (${hour} >= ${whole} and ${hour} < ${last}))`;
}

/** The ended visits' points in the hours that the window's ends cut. */
function fromCutHours(tx: Tx, question: EndsQuestion): Fragment {
  const value = valueIn(tx, question.by);
  const counted = notTwice(tx, question.perNode);
  const parts = cutStretches(question).flatMap(({ startMs, endMs }): Fragment[] => {
    const [a, b] = [new Date(startMs), new Date(endMs)];
    return [
      tx`select node, ${value}, 1, true, ${msOf(tx, "due_at")} from visits
         where left_at > due_at and due_at >= ${a} and due_at < ${b} and ${counted}`,
      tx`select node, ${value}, 1, false, ${msOf(tx, "left_at")} from visits
         where left_at > due_at and left_at > ${a} and left_at <= ${b} and ${counted}`,
    ];
  });
  return unionAll(tx, [tx`select null::text, null::text, 0, true, 0::bigint where false`, ...parts]);
}

/**
 * Open visits, which begin to be overdue and do not end. Where somebody else counts those, instead the ended ones that
 * are to be taken out again, since they leave after that moment: events may be a little ahead of the clock.
 */
function fromOpen(tx: Tx, { by, toMs, endedAtMs, perNode }: EndsQuestion): Fragment {
  const to = new Date(toMs);
  const sign = endedAtMs === null ? 1 : -1;
  const open: Fragment =
    endedAtMs === null ? tx`left_at is null` : tx`left_at > due_at and left_at > ${new Date(endedAtMs)}`;
  return tx`
    select node, ${valueIn(tx, by)}, ${sign}::bigint, true, ${msOf(tx, "due_at")} from visits
    where ${open} and due_at < ${to} and ${notTwice(tx, perNode)}`;
}

function fromSums(tx: Tx, question: EndsQuestion): Fragment {
  const { by, fromMs, byHour } = question;
  const none: Fragment = tx`
    select null::text, null::text, false, 0::bigint, 0::numeric, 0::numeric, 0::numeric where false`;
  const parts = (by === "node" ? [by] : ["node", by]).flatMap((dimension): Fragment[] => {
    const part = tx`
      select node, ${dimension === "node" ? tx`${absentOf(question)}::text` : tx`value`} as value, ${dimension !== "node"}::boolean`;
    const from = (range: Buckets) => tx`from delay_sums where ${inBuckets(tx, question, dimension, range)}`;
    const before = bucketsBefore(question).map(
      (range): Fragment => tx`
        ${part}, ${BEFORE}::bigint, sum(due_count), sum(left_count), 0 ${from(range)} group by node, value`,
    );
    const within = bucketsWithin(question).map((range): Fragment => {
      // Whole hours begin where their column does; a day is some time into the one column that there is.
      if (byHour) {
        const column = tx`bucket - ${hoursOf(question).cut}::bigint`;
        return tx`${part}, ${column}, due_count, left_count, left_sum - due_sum ${from(range)}` as Fragment;
      }
      const since = tx`(bucket * ${range.grain * HOUR_MS}::bigint - ${fromMs}::bigint)`;
      return tx`
        ${part}, 0::bigint, sum(due_count), sum(left_count), sum(left_sum - due_sum + (left_count - due_count)::numeric * ${since})
        ${from(range)} group by node, value` as Fragment;
    });
    return [...before, ...within];
  });
  return unionAll(tx, [none, ...parts]);
}

/** The rows of a dimension in some buckets; of single nodes, or of all of them together. */
export function inBuckets(
  tx: Tx,
  { perNode }: Pick<EndsQuestion, "perNode">,
  dimension: string,
  { grain, first, end }: Buckets,
): Fragment {
  return tx`dimension = ${dimension} and grain = ${grain} and bucket >= ${first} and bucket < ${end}
    and ${perNode ? tx`node <> ''` : tx`node = ''`}`;
}
