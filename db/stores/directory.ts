import type {
  Contact,
  ContactKind,
  Directory,
  Group,
  Person,
  Role,
  ScheduleOverride,
  ScheduleVersion,
} from "../../domain/oncall/types.ts";
import type { Sql, Tx } from "../sql.ts";

interface Rows {
  people: (Omit<Person, "contacts"> & { contacts: (Omit<Contact, "kind"> & { kind: ContactKind })[] })[];
  roles: Role[];
  schedules: { key: string; validFrom: number; settings: object }[];
  overrides: ScheduleOverride[];
  groups: Group[];
}

/** Reads everybody who can be told, as one moment: people, roles, schedules, overrides that stand, groups. */
export async function readDirectory(sql: Sql | Tx): Promise<Directory> {
  const [rows] = await sql<[Rows]>`
    select
      (select coalesce(json_agg(json_build_object('id', id, 'name', name, 'language', language, 'active', active,
          'quiet', quiet, 'contacts', (
            select coalesce(json_agg(json_build_object('id', c.id, 'kind', c.kind, 'address', c.address,
              'verified', c.verified_at is not null) order by c.position, c.id), '[]')
            from contacts c where c.person_id = people.id)) order by name), '[]') from people) as people,
      (select coalesce(json_agg(json_build_object('key', key, 'nameZh', name_zh, 'nameEn', name_en,
          'groupKey', group_key, 'schedule', schedule, 'members', (
            select coalesce(json_agg(person_id order by position, person_id), '[]')
            from role_members where role = roles.key)) order by key), '[]') from roles) as roles,
      (select coalesce(json_agg(json_build_object('key', key, 'validFrom', extract(epoch from valid_from) * 1000,
          'settings', settings) order by key, valid_from), '[]') from schedule_versions) as schedules,
      (select coalesce(json_agg(json_build_object('id', id, 'schedule', schedule, 'personId', person_id,
          'insteadOf', instead_of, 'fromAt', extract(epoch from from_at) * 1000,
          'toAt', extract(epoch from to_at) * 1000, 'note', note) order by from_at, id), '[]')
        from schedule_overrides where canceled_at is null) as overrides,
      (select coalesce(json_agg(json_build_object('key', key, 'name', name, 'kinds', kinds) order by key), '[]')
        from chat_groups join lateral (
          select array_agg(distinct kind order by kind) as kinds from robots where group_key = key and enabled
        ) r on kinds is not null) as groups`;
  const schedules = new Map<string, ScheduleVersion[]>();
  for (const { key, validFrom, settings } of rows.schedules) {
    const version = { ...settings, key, validFrom } as ScheduleVersion;
    schedules.set(key, [...(schedules.get(key) ?? []), version]);
  }
  return {
    people: new Map(rows.people.map((person) => [person.id, person])),
    roles: new Map(rows.roles.map((role) => [role.key, role])),
    schedules,
    overrides: rows.overrides,
    groups: new Map(rows.groups.map((group) => [group.key, group])),
  };
}
