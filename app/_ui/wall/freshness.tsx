"use client";
import { isBelieved, type Link, standsStill } from "../board/link.ts";
import { useWords, type Words } from "../use-words.ts";

/** Said in steps of this many seconds, so that the words stand still while all is well. */
const FRESH_S = 3;

/** The age of what is shown, and how much is coming in. */
export function Freshness({ link, eventsPerMinute }: { link: Link; eventsPerMinute: number }) {
  const words = useWords();
  const { t, whole } = words;
  return (
    <p className={`fresh fresh-${link.kind}`} data-link={link.kind}>
      <span>
        <i className="fresh-dot" aria-hidden="true" />
        {isBelieved(link) ? freshWords(link.ageMs, words) : t("strip.paused")}
      </span>
      {!standsStill(link) && eventsPerMinute > 0 && (
        <span>{t("strip.rate", { count: whole(eventsPerMinute) })}</span>
      )}
    </p>
  );
}

/** "数据 3 秒内" */
export function freshWords(ageMs: number, { t }: Words): string {
  const seconds = Math.floor(ageMs / 1_000);
  return seconds < FRESH_S ? t("strip.fresh", { seconds: FRESH_S }) : t("strip.old", { seconds });
}
