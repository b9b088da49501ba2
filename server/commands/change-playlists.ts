import { randomUUID } from "node:crypto";
import { deletePlaylist, type PlaylistLine, readPlaylists, savePlaylist } from "../../db/stores/playlists.ts";
import type { Playlist } from "../../domain/screens/types.ts";
import type { Context } from "../platform/context.ts";
import { withinTx } from "../platform/within-tx.ts";
import { currentSettings } from "../queries/current-settings.ts";
import { MOST_PLAYLISTS } from "../tvs/limits.ts";
import { changeScreens } from "./change-screens.ts";
import { missing, Refusal } from "./refusal.ts";

/** @throws Refusal when the name is taken, or a screen names a node that there is not */
export function addPlaylist(context: Context, actor: string, playlist: Playlist): Promise<PlaylistLine> {
  return changeScreens(context, actor, async ({ tx, nowMs, audit }) => {
    const all = await readPlaylists(tx);
    if (all.length >= MOST_PLAYLISTS)
      throw new Refusal(
        "too_many_playlists",
        `there are ${MOST_PLAYLISTS} playlists already; remove one first`,
      );
    refuseTakenName(all, playlist.name, null);
    await refuseUnknownNodes(withinTx(context, tx), playlist);
    const id = randomUUID();
    await savePlaylist(tx, id, playlist, nowMs);
    await audit("playlist.add", `playlist:${id}`, playlist);
    return find(await readPlaylists(tx), id);
  });
}

/** Writes a playlist over; every television that shows it follows at once. @throws Refusal as addPlaylist does */
export function changePlaylist(
  context: Context,
  actor: string,
  id: string,
  playlist: Playlist,
): Promise<PlaylistLine> {
  return changeScreens(context, actor, async ({ tx, nowMs, audit }) => {
    const all = await readPlaylists(tx);
    const { name, entries, preemption } = find(all, id);
    refuseTakenName(all, playlist.name, id);
    await refuseUnknownNodes(withinTx(context, tx), playlist);
    await savePlaylist(tx, id, playlist, nowMs);
    await audit("playlist.change", `playlist:${id}`, {
      before: { name, entries, preemption },
      after: playlist,
    });
    return find(await readPlaylists(tx), id);
  });
}

/** @throws Refusal when a television shows it, or it is the last one */
export function removePlaylist(context: Context, actor: string, id: string): Promise<void> {
  return changeScreens(context, actor, async ({ tx, audit }) => {
    const all = await readPlaylists(tx);
    const { name, tvs } = find(all, id);
    if (tvs > 0)
      throw new Refusal(
        "playlist_in_use",
        `"${name}" is shown by ${tvs} television${tvs === 1 ? "" : "s"}; point ${tvs === 1 ? "it" : "them"} to another first`,
      );
    if (all.length === 1)
      throw new Refusal("last_playlist", `"${name}" is the last playlist; add another before removing it`);
    await deletePlaylist(tx, id);
    await audit("playlist.remove", `playlist:${id}`, { name });
  });
}

function find(all: readonly PlaylistLine[], id: string): PlaylistLine {
  const playlist = all.find((known) => known.id === id);
  if (playlist) return playlist;
  throw missing("no_such_playlist", `there is no playlist "${id}"; GET /api/v1/playlists lists them`);
}

function refuseTakenName(all: readonly PlaylistLine[], name: string, except: string | null): void {
  if (!all.some((known) => known.name === name && known.id !== except)) return;
  throw new Refusal("name_taken", `name: another playlist is called "${name}"; choose another name`);
}

async function refuseUnknownNodes(context: Context, { entries }: Playlist): Promise<void> {
  const { nodes } = await currentSettings(context);
  for (const [at, { screen, node }] of entries.entries()) {
    if (node === undefined) continue;
    if (screen !== "node")
      throw new Refusal(
        "node_not_used",
        `entries[${at}].node: only the screen "node" shows one; leave it out`,
      );
    if (!nodes.has(node))
      throw new Refusal(
        "no_such_node",
        `entries[${at}].node: there is no node "${node}"; GET /api/v1/nodes lists them`,
      );
  }
}
