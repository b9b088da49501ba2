import type { Light } from "../../domain/sla/light.ts";
import type { Sql } from "../sql.ts";
import { staysWithin } from "./stays.ts";

/** What a visit must be like; every condition that is given must hold. Instants in epoch ms. */
export interface VisitFilter {
  nodes?: string[];
  lights?: Light[];
  breached?: boolean;
  token?: string;
  enteredFrom?: number;
  enteredTo?: number;
  dueFrom?: number;
  dueTo?: number;
  /** Visits that were overdue at some moment of [fromMs, toMs), ended ones too unless only open ones are asked for. */
  overdue?: { fromMs: number; toMs: number; openOnly: boolean };
  channel?: string[];
  bulky?: boolean;
  custom?: boolean;
  warehouse?: string[];
  carrier?: string[];
  region?: string[];
  segment?: string[];
}

export type Fragment = ReturnType<Sql>;

/** All of the conditions. */
export function allOf(sql: Sql, conditions: Fragment[]): Fragment {
  return conditions.reduce((all, condition) => sql`${all} and ${condition}`, sql`true`);
}

/** Visits open at an instant, as a table. */
export const openAt = (sql: Sql, atMs: number): Fragment => staysWithin(sql, atMs, atMs);

/** The visits that a filter chooses among, as a table: those open at an instant, or overdue in a window. */
export function candidates(sql: Sql, filter: VisitFilter, atMs: number): Fragment {
  if (!filter.overdue || filter.overdue.openOnly) return openAt(sql, atMs);
  const [from, to] = [new Date(filter.overdue.fromMs), new Date(filter.overdue.toMs)];
  return sql`(
    select * from visits where left_at is null and due_at < ${to}
    union all
    select * from visits where left_at > due_at and left_at > ${from} and due_at < ${to})`;
}

/** Whether a visit is one of the candidates. */
export function isCandidate(sql: Sql, alias: string, filter: VisitFilter, atMs: number): Fragment {
  if (filter.overdue && !filter.overdue.openOnly) return sql`true`;
  const v = sql(alias);
  const at = new Date(atMs);
  return sql`${v}.entered_at <= ${at} and (${v}.left_at is null or ${v}.left_at > ${at})`;
}

/**
 * The filter as conditions on a table of visits.
 * @param alias of that table in the query
 * @param atMs the moment for which lights are meant
 */
export function visitConditions(sql: Sql, alias: string, filter: VisitFilter, atMs: number): Fragment {
  const v = sql(alias);
  const list: Fragment[] = [];
  if (filter.nodes) list.push(sql`${v}.node = any(${filter.nodes})`);
  // Numbers count orders where they wait; a watch beside that is asked for by its name.
  else if (filter.token === undefined) list.push(sql`${v}.node not like 'watch:%'`);
  if (filter.lights) list.push(lightIn(sql, alias, filter.lights, atMs));
  if (filter.breached !== undefined) {
    list.push(sql`coalesce(${v}.promise_at <= ${new Date(atMs)}, false) = ${filter.breached}`);
  }
  if (filter.token !== undefined) list.push(sql`${v}.token = ${filter.token}`);
  if (filter.enteredFrom !== undefined) list.push(sql`${v}.entered_at >= ${new Date(filter.enteredFrom)}`);
  if (filter.enteredTo !== undefined) list.push(sql`${v}.entered_at < ${new Date(filter.enteredTo)}`);
  if (filter.dueFrom !== undefined) list.push(sql`${v}.due_at >= ${new Date(filter.dueFrom)}`);
  if (filter.dueTo !== undefined) list.push(sql`${v}.due_at < ${new Date(filter.dueTo)}`);
  if (filter.overdue) {
    const [from, to] = [new Date(filter.overdue.fromMs), new Date(filter.overdue.toMs)];
    list.push(
      sql`${v}.due_at < ${to} and (${v}.left_at is null or ${v}.left_at > greatest(${v}.due_at, ${from}))`,
    );
  }
  list.push(dimensionConditions(sql, alias, filter));
  return allOf(sql, list);
}

/** The dimensions alone: visits and orders have them under the same names. */
export function dimensionConditions(sql: Sql, alias: string, filter: VisitFilter): Fragment {
  const t = sql(alias);
  const list: Fragment[] = [];
  for (const name of ["channel", "warehouse", "carrier", "region", "segment"] as const) {
    const values = filter[name];
    if (values) list.push(sql`${t}.${sql(name)} = any(${values})`);
  }
  if (filter.bulky !== undefined) list.push(sql`${t}.bulky = ${filter.bulky}`);
  if (filter.custom !== undefined) list.push(sql`${t}.custom = ${filter.custom}`);
  return allOf(sql, list);
}

/** The same rule as domain/sla/light.ts, which a test holds it to; here so that an index and a limit can help. */
function lightIn(sql: Sql, alias: string, lights: readonly Light[], atMs: number): Fragment {
  const v = sql(alias);
  const at = new Date(atMs);
  return sql`(case
    when ${v}.due_at <= ${at} then 'red' when ${v}.warn_at <= ${at} then 'yellow' else 'green'
  end) = any(${lights as Light[]})`;
}
