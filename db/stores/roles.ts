import { DEFAULT_ROLES } from "../../domain/oncall/defaults.ts";
import type { Role } from "../../domain/oncall/types.ts";
import { numberArray, textArray } from "../array.ts";
import type { Tx } from "../sql.ts";

/** Puts in the roles that own the nodes to begin with, where there is none yet. */
export async function seedRoles(tx: Tx): Promise<void> {
  const [any] = await tx`select 1 from roles limit 1`;
  if (any) return;
  for (const role of DEFAULT_ROLES)
    await saveRole(tx, { ...role, groupKey: null, schedule: null, members: [] });
}

/** Adds a role or replaces it, with its members in their order. */
export async function saveRole(tx: Tx, role: Role): Promise<void> {
  const { key, nameZh, nameEn, groupKey, schedule, members } = role;
  await tx`
    insert into roles (key, name_zh, name_en, group_key, schedule)
    values (${key}, ${nameZh}, ${nameEn}, ${groupKey}, ${schedule})
    on conflict (key) do update set name_zh = excluded.name_zh, name_en = excluded.name_en,
      group_key = excluded.group_key, schedule = excluded.schedule`;
  await tx`delete from role_members where role = ${key}`;
  await tx`
    insert into role_members (role, person_id, position)
    select ${key}, m.person_id, m.position
    from unnest(${textArray(members)}::uuid[], ${numberArray(members.map((_, i) => i))}::smallint[])
      m (person_id, position)`;
}

export async function deleteRole(tx: Tx, key: string): Promise<void> {
  await tx`delete from role_members where role = ${key}`;
  await tx`delete from roles where key = ${key}`;
}
