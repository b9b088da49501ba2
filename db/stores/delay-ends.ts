import type { Columns } from "../../domain/delay/columns.ts";
import { absentValue, type FactDimension } from "../../domain/delay/dimensions.ts";
import { HOUR_MS } from "../../domain/delay/grains.ts";
import { BEFORE, type Ends } from "../../domain/delay/overlap.ts";
import type { Tx } from "../sql.ts";
import { type Buckets, bucketsBefore, bucketsWithin, cutStretches, hoursOf } from "./delay-hours.ts";
import { hourOf, msOf, notTwice, unionAll, valueIn } from "./delay-parts.ts";
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

export interface EndsOfPart extends Ends {
  node: string;
  /** As stored; empty or `false` where the visit has none. */
  value: string;
}

interface Row extends Omit<EndsOfPart, "dueSum" | "leftSum"> {
  /** numeric, which passes 64 bits over long windows. */
  dueSum: string;
  leftSum: string;
}

/**
 * Where overdue time begins and ends in a window, by node and one dimension: whole hours from sums and log, the hours
 * that the window cuts from the visits themselves, and the open visits. The transaction must be a repeatable read, so
 * that all of it is of one moment.
 */
export async function readEnds(tx: Tx, question: EndsQuestion): Promise<EndsOfPart[]> {
  const { fromMs } = question;
  const rows = await tx<Row[]>`
    with points as (
      ${fromLog(tx, question)} union all ${fromCutHours(tx, question)} union all ${fromOpen(tx, question)}),
    placed as (
      select ${question.perNode ? tx`node` : tx`''`} as node, value, n, is_due, ms,
        case when ms < ${fromMs}::bigint or (ms = ${fromMs}::bigint and not is_due) then ${BEFORE}::bigint
          else ${columnOf(tx, question)} end as "column"
      from points),
    ends as (
      select node, value, "column",
        case when is_due then n else 0 end as due_count, case when is_due then n * ${sinceStart(tx, question)} else 0 end as due_sum,
        case when is_due then 0 else n end as left_count, case when is_due then 0 else n * ${sinceStart(tx, question)} end as left_sum
      from placed
      union all ${fromSums(tx, question)})
    select node, value, "column", sum(due_count)::bigint as "dueCount", sum(due_sum)::text as "dueSum",
      sum(left_count)::bigint as "leftCount", sum(left_sum)::text as "leftSum"
    from ends group by node, value, "column"`;
  return rows.map((row) => ({ ...row, dueSum: BigInt(row.dueSum), leftSum: BigInt(row.leftSum) }));
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
    where left_at > due_at and ${notTwice(tx, question.perNode)} and (${hour} < ${cut} or (${hour} >= ${whole} and ${hour} < ${last}))`;
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
  const { fromMs, byHour } = question;
  const parts: Fragment[] = [
    ...bucketsBefore(question).map(
      (range): Fragment => tx`
        select node, v.value, ${BEFORE}::bigint as "column", v.sign * due_count as due_count, 0::numeric as due_sum,
          v.sign * left_count as left_count, 0::numeric as left_sum
        from ${cellsIn(tx, question, range)}`,
    ),
    ...bucketsWithin(question).map((range): Fragment => {
      // Whole hours begin where their column does; a day is some time into the one column that there is.
      const column: Fragment = byHour ? tx`bucket - ${hoursOf(question).cut}::bigint` : tx`0::bigint`;
      const since: Fragment = byHour
        ? tx`0`
        : tx`(bucket * ${range.grain * HOUR_MS}::bigint - ${fromMs}::bigint)`;
      const part: Fragment = tx`
        select node, v.value, ${column},
          v.sign * due_count, v.sign * (due_sum + due_count::numeric * ${since}),
          v.sign * left_count, v.sign * (left_sum + left_count::numeric * ${since})
        from ${cellsIn(tx, question, range)}`;
      return part;
    }),
  ];
  const none: Fragment = tx`
    select null::text, null::text, 0::bigint, 0::bigint, 0::numeric, 0::bigint, 0::numeric where false`;
  return unionAll(tx, [none, ...parts]);
}

/** Cells of the sums with the values they count for: those without a value are the node's less the others. */
function cellsIn(tx: Tx, question: EndsQuestion, buckets: Buckets): Fragment {
  const { by } = question;
  const range = (dimension: string): Fragment =>
    tx`from delay_sums where ${inBuckets(tx, question, dimension, buckets)}`;
  if (by === "node") return tx`(select * ${range("node")}) s cross join (values ('', 1)) as v(value, sign)`;
  const absent = absentValue(by);
  return tx`(select *, false as part ${range("node")} union all select *, true ${range(by)}) s
    cross join lateral (
      select case when s.part then s.value else ${absent} end as value, 1 as sign
      union all select ${absent}, -1 where s.part) as v`;
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
