import type { Sql, Tx } from "../sql.ts";

/** A chat group with how many of its robots are enabled. */
export interface GroupRow {
  key: string;
  name: string;
  robots: number;
  enabledRobots: number;
}

export function readGroups(sql: Sql | Tx): Promise<GroupRow[]> {
  return sql<GroupRow[]>`
    select key, g.name, count(r.id)::int as robots, (count(r.id) filter (where r.enabled))::int as "enabledRobots"
    from chat_groups g left join robots r on r.group_key = g.key
    group by key order by key`;
}

/** Adds a group or gives it another name. */
export async function saveGroup(tx: Tx, { key, name }: { key: string; name: string }): Promise<void> {
  await tx`
    insert into chat_groups (key, name) values (${key}, ${name})
    on conflict (key) do update set name = excluded.name`;
}

export async function deleteGroup(tx: Tx, key: string): Promise<void> {
  await tx`delete from chat_groups where key = ${key}`;
}
