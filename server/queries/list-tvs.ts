import { readTvs, type TvLine } from "../../db/stores/tvs.ts";
import { alarmOf, type HeardReport } from "../../domain/screens/alarm.ts";
import { TV_LOST_MS } from "../../domain/screens/types.ts";
import type { TvList, TvRow } from "../../domain/wire/tvs.ts";
import type { Context } from "../platform/context.ts";
import { within } from "../platform/within.ts";
import { REPORT_KEPT_EVERY_MS } from "../tvs/limits.ts";
import { readReports } from "../tvs/reports.ts";

/** Redis that takes longer counts as away. */
const REDIS_WITHIN_MS = 1_000;

/** Every television that was not revoked, by name, with what it last told and what is wrong with it. */
export async function listTvs(context: Context): Promise<TvList> {
  const { sql, clock, env } = context;
  const tvs = await readTvs(sql);
  const ids = tvs.map(({ id }) => id);
  const reports = await within(readReports(context, ids), REDIS_WITHIN_MS).catch(() => null);
  const now = clock.machineNow();
  return {
    asOf: new Date(now).toISOString(),
    version: env.pagesVersion,
    tvs: tvs.map((tv) => present(tv, reports, now)),
  };
}

/** @param reports null: Redis is away, and what Postgres has is up to REPORT_KEPT_EVERY_MS old */
function present(tv: TvLine, reports: Map<string, HeardReport> | null, now: number): TvRow {
  const kept: HeardReport | null =
    tv.lastReport === null || tv.lastSeenAt === null
      ? null
      : { report: tv.lastReport, at: tv.lastSeenAt, behindMs: 0 };
  const heard = reports?.get(tv.id) ?? kept;
  const lostAfterMs = reports === null ? TV_LOST_MS + REPORT_KEPT_EVERY_MS : TV_LOST_MS;
  const { id, name, playlistId, playlistName, settings, paused, createdAt } = tv;
  return {
    id,
    name,
    playlistId,
    playlistName,
    settings,
    paused,
    createdAt: new Date(createdAt).toISOString(),
    lastSeenAt: heard && new Date(heard.at).toISOString(),
    report: heard?.report ?? null,
    alarm: alarmOf(heard, createdAt, now, lostAfterMs),
  };
}
