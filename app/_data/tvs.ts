import "server-only";
import { headers } from "next/headers";
import type { PlaylistRow, TvList } from "../../domain/wire/tvs.ts";
import { listPlaylists } from "../../server/queries/list-playlists.ts";
import { listTvs } from "../../server/queries/list-tvs.ts";
import { webContext } from "./context.ts";

export const tvList = (): Promise<TvList> => listTvs(webContext());

export const playlistRows = (): Promise<PlaylistRow[]> => listPlaylists(webContext());

/** What to open on a television, as whoever asks reached this server. */
export async function tvUrl(): Promise<string> {
  const { env } = webContext();
  const host = (await headers()).get("host");
  return `${host === null ? env.publicUrl : `${new URL(env.publicUrl).protocol}//${host}`}/tv`;
}
