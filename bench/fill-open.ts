import type { Sql } from "../db/sql.ts";
import { defaultNodes } from "../domain/settings/defaults.ts";

/** What a million open visits bring that have a day each: deadlines that pass a second, and as many warnings. */
export const DEADLINES_PER_S = 12;
/** For how long after `now` deadlines pass at that pace; the next comes an hour later. */
export const PACED_S = 120;

/**
 * Adds orders with one open visit each, spread over every node of the defaults: a quarter overdue, a quarter yellow, the
 * rest green, but for those whose warning or deadline passes in the next PACED_S. Written as rows, not as events: what
 * is measured begins at the visits.
 * @param nowMs epoch ms
 */
export async function addOpenOrders(sql: Sql, count: number, nowMs: number): Promise<void> {
  const nodes = defaultNodes("Asia/Shanghai").map((node) => node.key);
  const [{ last }] = (await sql`select coalesce(max(id), 0)::float8 as last from orders`) as unknown as [
    { last: number },
  ];
  await sql.begin(async (tx) => {
    await tx`
      insert into orders (id, order_no, channel, region, placed_at, version) overriding system value
      select ${last}::bigint + g, 'open-' || (${last}::bigint + g), (array['taobao', 'pinduoduo', 'wechat'])[1 + g % 3],
        (array['华东', '华南', '华北'])[1 + g % 3], ${new Date(nowMs)}::timestamptz - interval '2 days', 1
      from generate_series(1, ${count}::bigint) g`;
    await tx`
      insert into visits (id, order_id, token, node, entered_at, warn_at, due_at, promise_at, channel, bulky, custom,
        region)
      select gen_random_uuid(), ${last}::bigint + g, 'main', (${nodes}::text[])[1 + g % ${nodes.length}],
        now - make_interval(secs => 172800 + g % 86400), now + make_interval(secs => warn),
        now + make_interval(secs => due), case when g % 2 = 0 then now + make_interval(secs => due + 3600) end,
        (array['taobao', 'pinduoduo', 'wechat'])[1 + g % 3], g % 3 = 0, g % 10 = 0, (array['华东', '华南', '华北'])[1 + g % 3]
      from (
        select g, ${new Date(nowMs)}::timestamptz as now,
          case when g <= 2 * paced and g % 2 = 1 then g / (2.0 * pace)
            when g <= 2 * paced then -3600 - g % 3600
            when g % 4 = 0 then -172000 + g % 160000
            when g % 4 = 1 then -7200 - g % 3600
            else 7200 + g % 400000 end as warn,
          case when g <= 2 * paced and g % 2 = 1 then 7200 + g % 86400
            when g <= 2 * paced then g / (2.0 * pace)
            when g % 4 = 0 then -7200 - (g % 80000)
            else 14400 + g % 400000 end as due
        from generate_series(1, ${count}::bigint) g,
          (select ${DEADLINES_PER_S * PACED_S}::bigint as paced, ${DEADLINES_PER_S}::float8 as pace)
      ) as plan`;
    await tx`select setval(pg_get_serial_sequence('orders', 'id'), ${last + count})`;
  });
  await sql`vacuum analyze orders, visits`;
}
