"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { DEFAULT_PLAYLIST } from "../../../../domain/screens/default-playlist.ts";
import type { Playlist } from "../../../../domain/screens/types.ts";
import type { PlaylistRow } from "../../../../domain/wire/tvs.ts";
import { useWords } from "../../use-words.ts";
import type { NodeName } from "../orders.ts";
import { useMay } from "../who.ts";
import { draftOf } from "./draft.ts";
import { tvsHref } from "./links.ts";
import { NodesContext } from "./node-names.tsx";
import { PlaylistCard } from "./playlist-card.tsx";
import { PlaylistForm } from "./playlist-form.tsx";
import { RefusedWords } from "./refused-words.tsx";
import { useCalls } from "./use-calls.ts";
import "./tvs.css";

const NEW = "new";

interface PlaylistsViewProps {
  playlists: PlaylistRow[];
  nodes: NodeName[];
}

/** What televisions show, in which order and for how long. */
export function PlaylistsView({ playlists, nodes }: PlaylistsViewProps) {
  const { t, locale } = useWords();
  const router = useRouter();
  const calls = useCalls();
  const may = useMay("screens:write");
  const [editing, setEditing] = useState<string | null>(null);
  const [saved, setSaved] = useState(false);

  const edit = (id: string | null) => {
    calls.forget();
    setSaved(false);
    setEditing(id);
  };
  const save = async (id: string, playlist: Playlist) => {
    const answer =
      id === NEW
        ? await calls.call("POST", "/playlists", playlist)
        : await calls.call("PUT", `/playlists/${id}`, playlist);
    if (!answer.ok) return;
    setEditing(null);
    setSaved(true);
    router.refresh();
  };
  const remove = async (id: string) => {
    setSaved(false);
    const answer = await calls.call("DELETE", `/playlists/${id}`);
    if (answer.ok) router.refresh();
  };
  const form = (id: string, first: Playlist) => (
    <PlaylistForm
      first={draftOf(first)}
      busy={calls.busy}
      onSave={(playlist) => void save(id, playlist)}
      onCancel={() => edit(null)}
    />
  );

  return (
    <NodesContext value={nodes}>
      <main
        className="mx-auto grid max-w-4xl grid-cols-[minmax(0,1fr)] gap-5 p-4 sm:p-6"
        data-page="playlists"
      >
        <a className="font-semibold underline" href={tvsHref(locale)}>
          {t("tvs.backToTvs")}
        </a>
        <header className="flex flex-wrap items-center justify-between gap-4">
          <h1 className="text-3xl font-bold text-tremor-content-strong">{t("tvs.list.title")}</h1>
          {may && editing === null && (
            <button type="button" className="button button-strong" data-act="new" onClick={() => edit(NEW)}>
              {t("tvs.list.new")}
            </button>
          )}
        </header>
        {!may && <p className="text-tremor-content">{t("tvs.readOnly")}</p>}
        <RefusedWords words={calls.refused} />
        {saved && (
          <p className="tv-said" role="status">
            {t("tvs.list.saved")}
          </p>
        )}
        {editing === NEW && form(NEW, { ...DEFAULT_PLAYLIST, name: "" })}
        {playlists.map((playlist) =>
          editing === playlist.id ? (
            <div key={playlist.id}>{form(playlist.id, playlist)}</div>
          ) : (
            <PlaylistCard
              key={playlist.id}
              playlist={playlist}
              mayChange={may && editing === null}
              busy={calls.busy}
              onEdit={() => edit(playlist.id)}
              onDelete={() => void remove(playlist.id)}
            />
          ),
        )}
      </main>
    </NodesContext>
  );
}
