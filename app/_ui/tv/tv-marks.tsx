"use client";
import { useWords } from "../use-words.ts";
import { useNames } from "../wall/use-names.ts";
import type { VoiceState } from "./room-voice.ts";
import type { TvView } from "./tv-store.ts";

interface TvMarksProps {
  view: TvView;
  silenced: { chime: VoiceState; speech: VoiceState };
}

/** Why this screen is up and not another, and what keeps the room from hearing; nothing while all goes its way. */
export function TvMarks({ view: { board, player }, silenced }: TvMarksProps) {
  const { t } = useWords();
  const names = useNames(board.snapshot.nodes);
  const name = (node: string) => names.get(node) ?? node;
  const [next] = player.waiting;
  const blocked = silenced.chime === "blocked" || silenced.speech === "blocked";
  const absent = silenced.chime === "absent" || silenced.speech === "absent";
  const marks = [
    player.hold && { key: "hold", words: t("television.newRed", { name: name(player.hold.node) }) },
    player.paused && {
      key: "paused",
      words: next ? t("television.pausedRed", { name: name(next.node) }) : t("television.paused"),
    },
    blocked && { key: "blocked", words: t("television.blocked") },
    !blocked &&
      absent && {
        key: "absent",
        words: t(silenced.chime === "absent" ? "television.noSound" : "television.noVoice"),
      },
  ].filter((mark) => mark !== null && mark !== false);
  if (marks.length === 0) return null;
  return (
    <div className="tv-marks" role="status">
      {marks.map(({ key, words }) => (
        <p key={key} className={`tv-mark tv-mark-${key}`} data-mark={key}>
          {words}
        </p>
      ))}
    </div>
  );
}
