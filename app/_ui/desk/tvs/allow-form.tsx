"use client";
import { useEffect, useState } from "react";
import type { Paired, PlaylistRow } from "../../../../domain/wire/tvs.ts";
import { useWords } from "../../use-words.ts";
import type { Calls } from "./use-calls.ts";

const DRAW_MS = 1_000;

/** A television that waits to be let in. Machine time. */
export interface Waiting {
  userCode: string;
  createdAt: string;
  expiresAt: string;
  /** By the server's clock, which is the one that counts. */
  asOf: string;
}

interface AllowFormProps {
  waiting: Waiting;
  playlists: readonly PlaylistRow[];
  calls: Calls;
  onAllowed: (tv: Paired) => void;
  onDenied: () => void;
  onOther: () => void;
}

/** Shows the code once more, says what will be allowed, and asks for a name and a playlist. */
export function AllowForm({ waiting, playlists, calls, onAllowed, onDenied, onOther }: AllowFormProps) {
  const { t } = useWords();
  const [name, setName] = useState("");
  const [playlistId, setPlaylistId] = useState(playlists[0]?.id ?? "");
  const leftMs = useLeft(waiting);
  const { userCode } = waiting;
  const allow = async () => {
    const answer = await calls.call<Paired>("POST", "/pairings/approve", { userCode, name, playlistId });
    if (answer.ok) onAllowed(answer.body);
  };
  const deny = async () => {
    const answer = await calls.call("POST", "/pairings/deny", { userCode });
    if (answer.ok) onDenied();
  };
  return (
    <form
      className="tv-panel"
      onSubmit={(event) => {
        event.preventDefault();
        void allow();
      }}
    >
      <div className="grid gap-1">
        <p className="text-lg font-semibold text-tremor-content-strong">{t("tvs.pair.check")}</p>
        <p className="tv-code" data-code={userCode}>
          {userCode}
        </p>
        <p className="text-tremor-content">{t("tvs.pair.checkHint")}</p>
        <LeftWords leftMs={leftMs} />
      </div>
      <label className="grid gap-1">
        {t("tvs.pair.name")}
        <input
          className="field"
          value={name}
          maxLength={60}
          required
          placeholder={t("tvs.pair.nameHint")}
          onChange={({ target }) => setName(target.value)}
        />
      </label>
      <label className="grid gap-1">
        {t("tvs.pair.playlist")}
        <select className="field" value={playlistId} onChange={({ target }) => setPlaylistId(target.value)}>
          {playlists.map((playlist) => (
            <option key={playlist.id} value={playlist.id}>
              {playlist.name}
            </option>
          ))}
        </select>
      </label>
      <div className="grid gap-1" data-allowed>
        <p className="font-semibold text-tremor-content-strong">{t("tvs.pair.may")}</p>
        <ul className="tv-allowed">
          <li data-can="yes">{t("tvs.pair.can")}</li>
          <li data-can="no">{t("tvs.pair.cannotPeople")}</li>
          <li data-can="no">{t("tvs.pair.cannotAct")}</li>
          <li data-can="yes">{t("tvs.pair.until")}</li>
        </ul>
      </div>
      <div className="tv-buttons tv-buttons-wide">
        <button type="submit" className="button button-strong" disabled={calls.busy || leftMs <= 0}>
          {t("tvs.pair.allow")}
        </button>
        <button type="button" className="button" data-act="deny" disabled={calls.busy} onClick={deny}>
          {t("tvs.pair.deny")}
        </button>
      </div>
      <button type="button" className="justify-self-start underline" onClick={onOther}>
        {t("tvs.pair.otherCode")}
      </button>
    </form>
  );
}

function LeftWords({ leftMs }: { leftMs: number }) {
  const { t, spokenAge } = useWords();
  if (leftMs <= 0) return <p className="tv-refused">{t("tvs.pair.over")}</p>;
  return <p className="text-tremor-content">{t("tvs.pair.expires", { age: spokenAge(leftMs) })}</p>;
}

function useLeft({ expiresAt, asOf }: Waiting): number {
  const livesMs = Date.parse(expiresAt) - Date.parse(asOf);
  const [leftMs, setLeftMs] = useState(livesMs);
  useEffect(() => {
    const since = performance.now();
    const timer = setInterval(() => setLeftMs(livesMs - (performance.now() - since)), DRAW_MS);
    return () => clearInterval(timer);
  }, [livesMs]);
  return leftMs;
}
