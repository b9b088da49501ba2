"use client";
import type { Snapshot } from "../../../domain/wire/board.ts";
import { useWords } from "../use-words.ts";
import { sourceName } from "./source-name.ts";

/** More names than this would push what stands beside them off the wall. */
const SOURCES_SHOWN = 4;
/** Heard within this many ms counts as just now. */
const JUST_NOW_MS = 60_000;

/** When each source was last heard. */
export function Sources({ snapshot }: { snapshot: Snapshot }) {
  const words = useWords();
  const { t, spokenAge } = words;
  const sentAt = Date.parse(snapshot.pulse.sentAt);
  const heard = Object.entries(snapshot.watermark.sources)
    .flatMap(([key, { lastReceivedAt, silence }]) =>
      lastReceivedAt === null ? [] : [{ key, silent: silence !== null, at: Date.parse(lastReceivedAt) }],
    )
    .sort((a, b) => b.at - a.at);
  if (heard.length === 0) return null;
  const more = heard.length - SOURCES_SHOWN;
  // By name, so that they do not change places with every event.
  const shown = heard.slice(0, SOURCES_SHOWN).sort((a, b) => (a.key < b.key ? -1 : 1));
  return (
    <ul className="sources">
      {shown.map(({ key, at, silent }) => {
        const name = sourceName(key, words);
        const silentMs = sentAt - at;
        return (
          <li key={key} className={silent ? "source source-silent" : "source"}>
            {silentMs < JUST_NOW_MS
              ? t("source.now", { name })
              : t("source.heard", { name, age: spokenAge(silentMs) })}
          </li>
        );
      })}
      {more > 0 && <li className="source">{t("source.more", { count: more })}</li>}
    </ul>
  );
}
