import { historyOf } from "../../domain/settings/history.ts";
import type { ClockVersion, NodeVersion, SettingsHistory } from "../../domain/settings/types.ts";
import type { Sql, Tx } from "../sql.ts";

interface VersionRow {
  key: string;
  valid_from: number;
  settings: object;
}

/** Reads every version of nodes, clocks and calendar, and their revision, as one moment. */
export async function readSettings(sql: Sql | Tx): Promise<SettingsHistory> {
  const [row] = await sql<
    {
      revision: number;
      nodes: VersionRow[];
      clocks: VersionRow[];
      days: { day: string; kind: string }[];
    }[]
  >`
    select
      (select revision from settings_revision where one = 1) as revision,
      (select coalesce(json_agg(json_build_object('key', key, 'valid_from', extract(epoch from valid_from) * 1000,
        'settings', settings)), '[]') from node_versions) as nodes,
      (select coalesce(json_agg(json_build_object('key', key, 'valid_from', extract(epoch from valid_from) * 1000,
        'settings', settings)), '[]') from clock_versions) as clocks,
      (select coalesce(json_agg(json_build_object('day', day, 'kind', kind)), '[]') from calendar_days) as days`;
  if (!row || row.revision === null) throw new Error("the settings are missing: run the migrations");
  const version = <T>(v: VersionRow) => ({ ...v.settings, key: v.key, validFrom: Number(v.valid_from) }) as T;
  const daysOf = (kind: string) => new Set(row.days.filter((d) => d.kind === kind).map((d) => d.day));
  return historyOf(row.revision, row.nodes.map(version<NodeVersion>), row.clocks.map(version<ClockVersion>), {
    holidays: daysOf("holiday"),
    makeUpDays: daysOf("make_up"),
  });
}

/** Adds a version of a node; one that begins at the same instant is replaced. */
export async function insertNodeVersion(sql: Sql | Tx, node: NodeVersion): Promise<void> {
  const { key, validFrom, ...settings } = node;
  await sql`
    insert into node_versions (key, valid_from, settings)
    values (${key}, ${new Date(validFrom)}, ${JSON.stringify(settings)}::text::jsonb)
    on conflict (key, valid_from) do update set settings = excluded.settings`;
}

export async function insertClockVersion(sql: Sql | Tx, clock: ClockVersion): Promise<void> {
  const { key, validFrom, ...settings } = clock;
  await sql`
    insert into clock_versions (key, valid_from, settings)
    values (${key}, ${new Date(validFrom)}, ${JSON.stringify(settings)}::text::jsonb)
    on conflict (key, valid_from) do update set settings = excluded.settings`;
}

/** Tells every cache that the settings changed. */
export async function bumpRevision(tx: Tx): Promise<void> {
  await tx`update settings_revision set revision = revision + 1 where one = 1`;
}
