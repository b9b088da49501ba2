"use client";
import { useState } from "react";
import type { PlaylistRow } from "../../../../domain/wire/tvs.ts";
import { useWords } from "../../use-words.ts";
import { roundMs } from "./draft.ts";
import { useNodeNames } from "./node-names.tsx";

const MINUTE_MS = 60_000;

interface PlaylistCardProps {
  playlist: PlaylistRow;
  mayChange: boolean;
  busy: boolean;
  onEdit: () => void;
  onDelete: () => void;
}

/** One playlist: its screens as a band, each as wide as it is long. */
export function PlaylistCard({ playlist, mayChange, busy, onEdit, onDelete }: PlaylistCardProps) {
  const { t } = useWords();
  const lengthWords = useLengthWords();
  const nodeName = useNodeNames();
  const [asking, setAsking] = useState(false);
  const { name, entries, preemption, tvs } = playlist;
  return (
    <section className="tv-card" data-playlist={name}>
      <header className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 className="text-2xl font-bold break-words text-tremor-content-strong">{name}</h2>
        <span className="text-tremor-content">{t("tvs.list.shownBy", { count: tvs })}</span>
      </header>
      <ol className="tv-band">
        {entries.map((entry, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same screen may come twice; its place tells them apart
          <li key={at} className="tv-band-screen" style={{ flexGrow: entry.seconds }}>
            <b>{entry.node ? nodeName(entry.node) : t(`tvs.screens.${entry.screen}`)}</b>
            <span>{lengthWords(entry.seconds * 1_000)}</span>
            {entry.lanes.length > 0 && (
              <span>{entry.lanes.map((lane) => t(`lanes.${lane}`)).join(t("orders.separator"))}</span>
            )}
          </li>
        ))}
      </ol>
      <p className="text-tremor-content">
        {t("tvs.list.round", { screens: entries.length, age: lengthWords(roundMs(entries)) })}
        {preemption && ` · ${t("tvs.list.preempt")}`}
      </p>
      {mayChange && !asking && (
        <div className="tv-buttons">
          <button type="button" className="button" data-act="edit" onClick={onEdit}>
            {t("tvs.list.edit")}
          </button>
          {tvs === 0 && (
            <button type="button" className="button" data-act="delete" onClick={() => setAsking(true)}>
              {t("tvs.list.delete")}
            </button>
          )}
        </div>
      )}
      {asking && (
        <div className="tv-buttons" data-confirm>
          <span className="font-semibold">{t("tvs.list.deleteAsk", { name })}</span>
          <button
            type="button"
            className="button button-strong"
            data-act="delete-sure"
            disabled={busy}
            onClick={onDelete}
          >
            {t("tvs.list.deleteSure")}
          </button>
          <button type="button" className="button" onClick={() => setAsking(false)}>
            {t("tvs.cancel")}
          </button>
        </div>
      )}
    </section>
  );
}

/** How long something lasts, to the second: 2 分 30 秒. */
function useLengthWords(): (ms: number) => string {
  const { t, spokenAge } = useWords();
  return (ms) => {
    const [m, s] = [Math.floor(ms / MINUTE_MS), Math.round((ms % MINUTE_MS) / 1_000)];
    return m === 0 || s === 0 ? spokenAge(ms) : t("tvs.list.minutesSeconds", { m, s });
  };
}
