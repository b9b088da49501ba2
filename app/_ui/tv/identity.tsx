"use client";
import { useWords } from "../use-words.ts";
import type { VoiceState } from "./room-voice.ts";
import type { TvView } from "./tv-store.ts";
import { canStayAwake } from "./use-wake-lock.ts";

interface IdentityProps {
  view: TvView;
  version: string;
  silenced: { chime: VoiceState; speech: VoiceState };
}

/** "Flash your name": which of a room's televisions this is, and what it can and cannot do. */
export function Identity({ view: { tv, board }, version, silenced }: IdentityProps) {
  const { t } = useWords();
  const { chime, speech } = tv.settings;
  const facts = [
    t("television.shows", { name: tv.playlist.name }),
    `${innerWidth} × ${innerHeight}`,
    t("television.version", { version }),
    canStayAwake() ? t("television.awake") : t("television.maySleep"),
    chime || speech ? t(`television.sound.${worst(silenced)}`) : t("television.soundOff"),
    board.skewMs === null ? null : t("television.clockOff", { seconds: Math.round(board.skewMs / 1_000) }),
  ];
  return (
    <div className="tv-identity" role="status" data-tv={tv.id}>
      <p className="tv-identity-name">{tv.name}</p>
      <ul>{facts.map((fact) => fact && <li key={fact}>{fact}</li>)}</ul>
    </div>
  );
}

function worst({ chime, speech }: IdentityProps["silenced"]): VoiceState {
  if (chime === "blocked" || speech === "blocked") return "blocked";
  return chime === "absent" || speech === "absent" ? "absent" : "ready";
}
