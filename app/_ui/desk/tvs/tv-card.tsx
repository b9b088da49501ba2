"use client";
import { useState } from "react";
import type { TvCommand } from "../../../../domain/screens/types.ts";
import type { PlaylistRow, TvRow } from "../../../../domain/wire/tvs.ts";
import { useWords } from "../../use-words.ts";
import { remoteHref } from "./links.ts";
import { RefusedWords } from "./refused-words.tsx";
import { RevokePanel } from "./revoke-panel.tsx";
import { TvSettingsForm } from "./tv-settings-form.tsx";
import { TvSign, useAlarmWords, useHeardWords, useShowingWords } from "./tv-words.tsx";
import { useCalls } from "./use-calls.ts";

interface TvCardProps {
  tv: TvRow;
  /** Machine time, epoch ms. */
  now: number;
  /** The server's. */
  version: string;
  playlists: readonly PlaylistRow[];
  mayChange: boolean;
  onChanged: () => Promise<void>;
}

/** One television: how it is, what it shows, its playlist, and its buttons. */
export function TvCard({ tv, now, version, playlists, mayChange, onChanged }: TvCardProps) {
  const { t, locale } = useWords();
  const calls = useCalls();
  const [open, setOpen] = useState<"settings" | "revoke" | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const heardWords = useHeardWords();
  const showingWords = useShowingWords();
  const alarm = useAlarmWords()(tv, now);
  const showing = showingWords(tv);

  const change = async (patch: object): Promise<boolean> => {
    setSaid(null);
    const answer = await calls.call("PATCH", `/tvs/${tv.id}`, patch);
    await onChanged();
    if (answer.ok) setSaid(t("tvs.saved"));
    return answer.ok;
  };
  const command = async (wanted: TvCommand["do"]) => {
    setSaid(null);
    const answer = await calls.call("POST", `/tvs/${tv.id}/commands`, { do: wanted });
    if (answer.ok) setSaid(tv.alarm === "lost" ? t("tvs.sentLost") : t(`tvs.sent.${wanted}`));
    await onChanged();
  };

  return (
    <li className="tv-card" data-tv={tv.name} data-alarm={tv.alarm ?? "none"}>
      <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <h2 className="text-2xl font-bold break-words text-tremor-content-strong">{tv.name}</h2>
        <TvSign tv={tv} />
      </header>
      {alarm !== null && <p className="tv-alarm">{alarm}</p>}
      <dl className="tv-facts">
        <dt>{t("tvs.showing")}</dt>
        <dd data-showing>{showing ?? "–"}</dd>
        <dt>{t("tvs.heard")}</dt>
        <dd data-heard>{heardWords(tv, now)}</dd>
        <dt>{t("tvs.version")}</dt>
        <dd>
          {tv.report === null
            ? "–"
            : tv.report.version === version
              ? version
              : t("tvs.versionOld", { version: tv.report.version, server: version })}
          {tv.report && <span className="text-tremor-content"> · {sizeOf(tv.report)}</span>}
        </dd>
        <dt>
          <label htmlFor={`playlist-${tv.id}`}>{t("tvs.playlist")}</label>
        </dt>
        <dd>
          {mayChange ? (
            <select
              id={`playlist-${tv.id}`}
              className="field w-full"
              value={tv.playlistId}
              disabled={calls.busy}
              onChange={({ target }) => void change({ playlistId: target.value })}
            >
              {playlists.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
              {!playlists.some(({ id }) => id === tv.playlistId) && (
                <option value={tv.playlistId}>{tv.playlistName}</option>
              )}
            </select>
          ) : (
            tv.playlistName
          )}
        </dd>
      </dl>
      {mayChange && (
        <div className="tv-buttons">
          <a className="button tv-link-button" href={remoteHref(tv.id, locale)}>
            {t("tvs.remote")}
          </a>
          {(["identify", "reload"] as const).map((wanted) => (
            <button
              key={wanted}
              type="button"
              className="button"
              data-command={wanted}
              disabled={calls.busy}
              onClick={() => void command(wanted)}
            >
              {t(`tvs.commands.${wanted}`)}
            </button>
          ))}
          {(["settings", "revoke"] as const).map((panel) => (
            <button
              key={panel}
              type="button"
              className="button"
              data-open={panel}
              aria-expanded={open === panel}
              onClick={() => setOpen(open === panel ? null : panel)}
            >
              {t(`tvs.${panel}`)}
            </button>
          ))}
        </div>
      )}
      <RefusedWords words={calls.refused} />
      {said !== null && calls.refused === null && (
        <p className="tv-said" role="status">
          {said}
        </p>
      )}
      {open === "settings" && (
        <TvSettingsForm
          tv={tv}
          busy={calls.busy}
          onSave={async (patch) => {
            if (await change(patch)) setOpen(null);
          }}
          onCancel={() => setOpen(null)}
        />
      )}
      {open === "revoke" && (
        <RevokePanel
          name={tv.name}
          busy={calls.busy}
          onRevoke={async () => {
            await calls.call("DELETE", `/tvs/${tv.id}`);
            await onChanged();
          }}
          onCancel={() => setOpen(null)}
        />
      )}
    </li>
  );
}

const sizeOf = ({ width, height }: { width: number; height: number }) => `${width}×${height}`;
