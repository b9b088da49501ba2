import {
  type TvReport,
  type TvSettings,
  type TvState,
  tvSettingsSchema,
} from "../../domain/screens/types.ts";
import { textArray } from "../array.ts";
import type { Sql, Tx } from "../sql.ts";

/** A television that was not revoked. Machine time, epoch ms. */
export interface TvLine {
  id: string;
  name: string;
  playlistId: string;
  playlistName: string;
  settings: TvSettings;
  paused: boolean;
  createdAt: number;
  lastSeenAt: number | null;
  lastReport: TvReport | null;
}

/** All of them, by name. */
export async function readTvs(sql: Sql | Tx): Promise<TvLine[]> {
  const rows = await sql<TvLine[]>`
    select t.id, t.name, t.playlist_id as "playlistId", p.name as "playlistName", t.settings, t.paused,
      t.created_at as "createdAt", t.last_seen_at as "lastSeenAt", t.last_report as "lastReport"
    from tvs t join playlists p on p.id = t.playlist_id
    where t.revoked_at is null
    order by t.name`;
  return rows.map((row) => ({ ...row, settings: tvSettingsSchema.parse(row.settings) }));
}

/** What each of these televisions shows; those that were revoked are missing. */
export async function readTvStates(sql: Sql | Tx, ids: readonly string[]): Promise<Map<string, TvState>> {
  const rows = await sql<(Omit<TvState, "playlist"> & { playlist: object; pid: string; pname: string })[]>`
    select t.id, t.name, t.settings, t.paused, p.id as pid, p.name as pname, p.settings as playlist
    from tvs t join playlists p on p.id = t.playlist_id
    where t.id = any(${textArray(ids)}::text[]::uuid[]) and t.revoked_at is null`;
  return new Map(
    rows.map(({ id, name, settings, paused, pid, pname, playlist }) => [
      id,
      {
        id,
        name,
        playlist: { ...(playlist as TvState["playlist"]), id: pid, name: pname },
        // A setting that a later version brought has its default.
        settings: tvSettingsSchema.parse(settings),
        paused,
      },
    ]),
  );
}

export interface NewTv {
  id: string;
  name: string;
  hash: Uint8Array;
  playlistId: string;
  settings: TvSettings;
  approvedBy: string;
  createdAt: number;
}

export async function insertTv(tx: Tx, tv: NewTv): Promise<void> {
  await tx`
    insert into tvs (id, name, hash, playlist_id, settings, approved_by, created_at)
    values (${tv.id}, ${tv.name}, ${tv.hash}, ${tv.playlistId}, ${JSON.stringify(tv.settings)}::text::jsonb,
      ${tv.approvedBy}, ${new Date(tv.createdAt)})`;
}

export async function saveTv(
  tx: Tx,
  id: string,
  { name, playlistId, settings, paused }: Pick<TvLine, "name" | "playlistId" | "settings" | "paused">,
): Promise<void> {
  await tx`
    update tvs set name = ${name}, playlist_id = ${playlistId}, paused = ${paused},
      settings = ${JSON.stringify(settings)}::text::jsonb
    where id = ${id}`;
}

/** From here on the television signs in with what hashes to this. */
export async function setTvHash(tx: Tx, id: string, hash: Uint8Array): Promise<void> {
  await tx`update tvs set hash = ${hash} where id = ${id}`;
}

/** @param at machine time, epoch ms */
export async function revokeTvRow(tx: Tx, id: string, at: number): Promise<void> {
  await tx`update tvs set revoked_at = ${new Date(at)} where id = ${id} and revoked_at is null`;
}

/** Notes that a television was heard, and what it told. @param at machine time, epoch ms */
export async function noteTvReport(sql: Sql, id: string, at: number, report: TvReport): Promise<void> {
  await sql`
    update tvs set last_seen_at = ${new Date(at)}, last_report = ${JSON.stringify(report)}::text::jsonb
    where id = ${id} and (last_seen_at is null or last_seen_at < ${new Date(at)})`;
}
