import { type PlaylistLine, readPlaylists } from "../../db/stores/playlists.ts";
import type { PlaylistRow } from "../../domain/wire/tvs.ts";
import type { Context } from "../platform/context.ts";

/** Every playlist, by name. */
export async function listPlaylists({ sql }: Pick<Context, "sql">): Promise<PlaylistRow[]> {
  return (await readPlaylists(sql)).map(presentPlaylist);
}

export function presentPlaylist({ updatedAt, ...playlist }: PlaylistLine): PlaylistRow {
  return { ...playlist, updatedAt: new Date(updatedAt).toISOString() };
}
