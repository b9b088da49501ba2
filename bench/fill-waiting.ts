import { randomUUID } from "node:crypto";
import type { Sql, Tx } from "../db/sql.ts";
import { insertRobot } from "../db/stores/robots.ts";
import { bumpRevision } from "../db/stores/settings.ts";

const HOUR_S = 3_600;

/**
 * Adds orders with one open visit each that wait for their first step, a day and more from now. Their node's policy sends
 * a message and raises the flag when they are due.
 */
export async function addWaiting(sql: Sql, count: number, nowMs: number): Promise<void> {
  const entered = new Date(nowMs - HOUR_S * 1_000);
  await sql.begin(async (tx) => {
    await tx`
      insert into orders (id, order_no, channel, placed_at, version) overriding system value
      select g, 'waiting-' || g, (array['taobao', 'pinduoduo', 'wechat'])[1 + g % 3], ${entered}, 1
      from generate_series(1, ${count}::bigint) g`;
    await tx`
      insert into visits (id, order_id, token, node, entered_at, warn_at, due_at, channel, bulky, custom, next_step_at)
      select gen_random_uuid(), g, 'main', 'picking', ${entered}, due_at, due_at, (array['taobao', 'pinduoduo', 'wechat'])[1 + g % 3],
        g % 3 = 0, g % 10 = 0, due_at
      from (
        select g, ${entered}::timestamptz + make_interval(secs => ${25 * HOUR_S} + g % 864000) as due_at
        from generate_series(1, ${count}::bigint) g) as plan`;
    await tx`create table bare_waiting as select order_id as id, next_step_at, 0 as state from visits`;
    await tx`alter table bare_waiting add primary key (id)`;
    await tx`create index bare_next on bare_waiting (next_step_at) where next_step_at is not null`;
  });
  await sql`vacuum analyze orders`;
  await sql`vacuum analyze visits`;
  await sql`vacuum analyze bare_waiting`;
}

/** Somebody who owns the node, in a group with a robot: else nobody would be told. Nothing sends it. */
export async function addOwner(sql: Sql): Promise<void> {
  const personId = randomUUID();
  await sql.begin(async (begun) => {
    const tx = begun as unknown as Tx;
    await tx`insert into people (id, name) values (${personId}, '王磊')`;
    await tx`
      insert into contacts (id, person_id, kind, address, verified_at)
      values (${randomUUID()}, ${personId}, 'dingtalk', '13800000001', now())`;
    await tx`insert into chat_groups (key, name) values ('warehouse', '仓库')`;
    await tx`update roles set group_key = 'warehouse' where key = 'warehouse_lead'`;
    await tx`insert into role_members (role, person_id) values ('warehouse_lead', ${personId})`;
    await insertRobot(tx, {
      id: randomUUID(),
      groupKey: "warehouse",
      kind: "dingtalk",
      name: "bench",
      settings: { token: "none" },
    });
    await bumpRevision(tx);
  });
}

/** Visits of orders with neighbouring ids. */
export interface Few {
  from: number;
  count: number;
}

/** Lets some of the waiting fall due from an instant on, evenly over a span. */
export async function letFallDue(
  sql: Sql,
  table: "visits" | "bare_waiting",
  few: Few,
  atMs: number,
  overMs: number,
): Promise<void> {
  const id = table === "visits" ? sql`order_id` : sql`id`;
  const due = sql`${new Date(atMs)}::timestamptz
    + make_interval(secs => (${id} - ${few.from}::bigint) * ${overMs / 1_000 / few.count}::float8)`;
  const these = sql`${id} >= ${few.from} and ${id} < ${few.from + few.count}`;
  if (table === "visits")
    await sql`update visits set warn_at = ${due}, due_at = ${due}, next_step_at = ${due} where ${these}`;
  else await sql`update bare_waiting set next_step_at = ${due} where ${these}`;
}
