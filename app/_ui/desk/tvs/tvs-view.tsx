"use client";
import type { PlaylistRow, TvList } from "../../../../domain/wire/tvs.ts";
import { useWords } from "../../use-words.ts";
import type { NodeName } from "../orders.ts";
import { useMay } from "../who.ts";
import { pairHref, playlistsHref } from "./links.ts";
import { NoTvs } from "./no-tvs.tsx";
import { NodesContext } from "./node-names.tsx";
import { TvCard } from "./tv-card.tsx";
import { useTvs } from "./use-tvs.ts";
import "./tvs.css";

interface TvsViewProps {
  list: TvList;
  playlists: PlaylistRow[];
  nodes: NodeName[];
  /** What to open on a television. */
  tvUrl: string;
}

/** Every television: how it is, what it shows, and what can be done about it. */
export function TvsView({ list: first, playlists, nodes, tvUrl }: TvsViewProps) {
  const { t, locale, spokenAge } = useWords();
  const { list, now, silentMs, read } = useTvs(first);
  const may = useMay("screens:write");
  const wrong = list.tvs.filter(({ alarm }) => alarm !== null);
  // What needs somebody comes first.
  const shown = [...wrong, ...list.tvs.filter(({ alarm }) => alarm === null)];
  return (
    <NodesContext value={nodes}>
      <main className="mx-auto grid max-w-6xl grid-cols-[minmax(0,1fr)] gap-5 p-4 sm:p-6" data-page="tvs">
        <header className="flex flex-wrap items-end justify-between gap-4">
          <div>
            <h1 className="text-3xl font-bold text-tremor-content-strong">{t("tvs.title")}</h1>
            {list.tvs.length > 0 && (
              <p className="mt-1 text-lg text-tremor-content" data-summary>
                {t("tvs.count", { count: list.tvs.length })}
                {t("orders.separator")}
                {wrong.length > 0 ? (
                  <b className="tv-wrong-words">{t("tvs.wrong", { count: wrong.length })}</b>
                ) : (
                  t("tvs.allWell")
                )}
              </p>
            )}
          </div>
          <nav className="flex flex-wrap gap-3">
            <a className="button tv-link-button" href={playlistsHref(locale)}>
              {t("tvs.playlists")}
            </a>
            {may && (
              <a className="button tv-link-button tv-link-strong" href={pairHref(locale)}>
                {t("tvs.pairNew")}
              </a>
            )}
          </nav>
        </header>
        {silentMs > 0 && (
          <p className="tv-refused" role="alert">
            {t("tvs.unreachable", { age: spokenAge(silentMs) })}
          </p>
        )}
        {!may && <p className="text-tremor-content">{t("tvs.readOnly")}</p>}
        {list.tvs.length === 0 ? (
          <NoTvs tvUrl={tvUrl} />
        ) : (
          <ul className="tv-grid">
            {shown.map((tv) => (
              <TvCard
                key={tv.id}
                tv={tv}
                now={now}
                version={list.version}
                playlists={playlists}
                mayChange={may}
                onChanged={read}
              />
            ))}
          </ul>
        )}
      </main>
    </NodesContext>
  );
}
