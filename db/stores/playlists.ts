import { randomUUID } from "node:crypto";
import { DEFAULT_PLAYLIST } from "../../domain/screens/default-playlist.ts";
import type { Playlist } from "../../domain/screens/types.ts";
import type { Sql, Tx } from "../sql.ts";
import { ownScreens } from "./locks.ts";

/** A playlist as it is kept. Machine time, epoch ms. */
export interface PlaylistLine extends Playlist {
  id: string;
  updatedAt: number;
  /** Televisions that show it and were not revoked. */
  tvs: number;
}

/** All of them, by name. */
export async function readPlaylists(sql: Sql | Tx): Promise<PlaylistLine[]> {
  const rows = await sql<
    {
      id: string;
      name: string;
      settings: Pick<Playlist, "entries" | "preemption">;
      updatedAt: number;
      tvs: number;
    }[]
  >`
    select p.id, p.name, p.settings, p.updated_at as "updatedAt", count(t.id)::int as tvs
    from playlists p left join tvs t on t.playlist_id = p.id and t.revoked_at is null
    group by p.id order by p.name`;
  return rows.map(({ settings, ...row }) => ({ ...row, ...settings }));
}

/** Adds a playlist or writes over it. @param at machine time, epoch ms */
export async function savePlaylist(tx: Tx, id: string, playlist: Playlist, at: number): Promise<void> {
  const { name, ...settings } = playlist;
  await tx`
    insert into playlists (id, name, settings, updated_at)
    values (${id}, ${name}, ${JSON.stringify(settings)}::text::jsonb, ${new Date(at)})
    on conflict (id) do update set name = excluded.name, settings = excluded.settings,
      updated_at = excluded.updated_at`;
}

/** Revoked televisions that showed it are forgotten with it. */
export async function deletePlaylist(tx: Tx, id: string): Promise<void> {
  await tx`delete from tvs where playlist_id = ${id} and revoked_at is not null`;
  await tx`delete from playlists where id = ${id}`;
}

/** Puts in the playlist to begin with, where there is none. @param at machine time, epoch ms */
export async function seedPlaylist(sql: Sql, at: number): Promise<void> {
  await sql.begin(async (tx) => {
    await ownScreens(tx);
    const [any] = await tx`select 1 from playlists limit 1`;
    if (!any) await savePlaylist(tx, randomUUID(), DEFAULT_PLAYLIST, at);
  });
}
