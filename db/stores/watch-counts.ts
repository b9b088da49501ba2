import type { Sql } from "../sql.ts";

/** Orders that are in each watch now, by its node. */
export async function countHeld(sql: Sql): Promise<Map<string, number>> {
  const rows = await sql<{ node: string; orders: number }[]>`
    select node, count(*) as orders from visits where left_at is null and token like 'watch:%' group by node`;
  return new Map(rows.map(({ node, orders }) => [node, orders]));
}
