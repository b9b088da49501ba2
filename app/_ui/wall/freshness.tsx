"use client";
import type { Link } from "../board/link.ts";
import { useWords } from "../use-words.ts";

/** Said in steps of this many seconds, so that the words stand still while all is well. */
const FRESH_S = 3;

/** The age of what is shown, and how much is coming in. */
export function Freshness({ link, eventsPerMinute }: { link: Link; eventsPerMinute: number }) {
  const { t, whole } = useWords();
  return (
    <p className={`fresh fresh-${link.kind}`} data-link={link.kind}>
      <span>
        <i className="fresh-dot" aria-hidden="true" />
        {link.kind === "live" || link.kind === "silent" ? freshWords(link.ageMs) : t("strip.paused")}
      </span>
      {link.kind !== "lost" && eventsPerMinute > 0 && (
        <span>{t("strip.rate", { count: whole(eventsPerMinute) })}</span>
      )}
    </p>
  );

  function freshWords(ageMs: number) {
    const seconds = Math.floor(ageMs / 1_000);
    return seconds < FRESH_S ? t("strip.fresh", { seconds: FRESH_S }) : t("strip.old", { seconds });
  }
}
