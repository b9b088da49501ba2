"use client";
import { useState } from "react";
import type { TvCommand } from "../../../../domain/screens/types.ts";
import type { TvList } from "../../../../domain/wire/tvs.ts";
import { useWords } from "../../use-words.ts";
import type { NodeName } from "../orders.ts";
import { tvsHref } from "./links.ts";
import { NodesContext } from "./node-names.tsx";
import { RefusedWords } from "./refused-words.tsx";
import { TvSign, useAlarmWords, useShowingWords } from "./tv-words.tsx";
import { useCalls } from "./use-calls.ts";
import { useTvs } from "./use-tvs.ts";
import "./tvs.css";

interface RemoteViewProps {
  list: TvList;
  nodes: NodeName[];
  /** Of the television. */
  id: string;
}

/** A television's remote control, for a thumb. */
export function RemoteView({ nodes, ...rest }: RemoteViewProps) {
  return (
    <NodesContext value={nodes}>
      <Remote {...rest} />
    </NodesContext>
  );
}

function Remote({ list: first, id }: Omit<RemoteViewProps, "nodes">) {
  const { t, locale } = useWords();
  const { list, now, read } = useTvs(first);
  const calls = useCalls();
  const [said, setSaid] = useState<string | null>(null);
  const showingWords = useShowingWords();
  const alarmWords = useAlarmWords();
  const tv = list.tvs.find((known) => known.id === id);
  if (!tv) {
    return (
      <main className="tv-narrow" data-page="remote">
        <h1 className="text-2xl font-bold text-tremor-content-strong">{t("tvs.remotePage.gone")}</h1>
        <a className="font-semibold underline" href={tvsHref(locale)}>
          {t("tvs.backToTvs")}
        </a>
      </main>
    );
  }
  const alarm = alarmWords(tv, now);
  const command = async (wanted: TvCommand["do"]) => {
    setSaid(null);
    const answer = await calls.call("POST", `/tvs/${id}/commands`, { do: wanted });
    if (answer.ok) setSaid(tv.alarm === "lost" ? t("tvs.sentLost") : t(`tvs.sent.${wanted}`));
    await read();
  };
  const button = (wanted: TvCommand["do"], sign: string, strong = false) => (
    <button
      type="button"
      className={strong ? "button button-strong tv-remote-button" : "button tv-remote-button"}
      data-command={wanted}
      disabled={calls.busy}
      onClick={() => void command(wanted)}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={sign} />
      </svg>
      {t(`tvs.commands.${wanted}`)}
    </button>
  );
  return (
    <main className="tv-narrow tv-remote" data-page="remote">
      <a className="font-semibold underline" href={tvsHref(locale)}>
        {t("tvs.backToTvs")}
      </a>
      <header className="grid gap-1">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <h1 className="text-3xl font-bold break-words text-tremor-content-strong">{tv.name}</h1>
          <TvSign tv={tv} />
        </div>
        <p className="text-lg text-tremor-content">{tv.playlistName}</p>
      </header>
      {alarm !== null && <p className="tv-alarm">{alarm}</p>}
      <p className="tv-now" data-showing>
        <span>{t("tvs.remotePage.now")}</span>
        <b>{showingWords(tv) ?? "–"}</b>
      </p>
      <div className="tv-remote-buttons">
        {button("previous", SIGNS.previous)}
        {button("next", SIGNS.next)}
        <span className="tv-remote-wide">
          {tv.paused ? button("resume", SIGNS.resume, true) : button("pause", SIGNS.pause, true)}
        </span>
        {button("identify", SIGNS.identify)}
        {button("reload", SIGNS.reload)}
      </div>
      <div className="tv-remote-said">
        <RefusedWords words={calls.refused} />
        {said !== null && calls.refused === null && (
          <p className="tv-said" role="status">
            {said}
          </p>
        )}
      </div>
    </main>
  );
}

const SIGNS = {
  previous: "M19 4v16L7 12zM4 4h2.5v16H4z",
  next: "M5 4v16l12-8zM17.5 4H20v16h-2.5z",
  pause: "M6 4h4v16H6zM14 4h4v16h-4z",
  resume: "M6 3.5 20 12 6 20.5z",
  identify: "M3 6h18v9H3zm2 2v5h14V8zM8 18h8v2H8z",
  reload: "M12 5a7 7 0 1 0 6.7 5h-2.2A5 5 0 1 1 12 7v3l5-4-5-4z",
};
