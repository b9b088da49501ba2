"use client";
import type { TvRow } from "../../../../domain/wire/tvs.ts";
import { useWords } from "../../use-words.ts";
import { useNodeNames } from "./node-names.tsx";

/** Younger than this is "just now": heartbeats come every five seconds. */
const JUST_NOW_MS = 7_000;

/** Whether a television is well: a shape, and the word for it. */
export function TvSign({ tv }: { tv: TvRow }) {
  const { t } = useWords();
  return (
    <span className={`tv-sign ${tv.alarm === null ? "tv-well" : "tv-wrong"}`} data-alarm={tv.alarm ?? "none"}>
      <svg viewBox="0 0 20 20" aria-hidden="true">
        {tv.alarm === null ? <circle cx="10" cy="10" r="8" /> : <path d="M10 1 19.5 18.5H.5z" />}
      </svg>
      {tv.alarm === null ? t("tvs.well") : t(`tvs.alarm.${tv.alarm}`)}
    </span>
  );
}

/** What is wrong with it and what to do, in a sentence; null: nothing is. @param now machine time, epoch ms */
export function useAlarmWords(): (tv: TvRow, now: number) => string | null {
  const { t, spokenAge } = useWords();
  return (tv, now) => {
    if (tv.alarm === null) return null;
    const { report, lastSeenAt } = tv;
    if (tv.alarm === "lost") {
      if (lastSeenAt === null) return t("tvs.alarmWords.never");
      return t("tvs.alarmWords.lost", { age: spokenAge(now - Date.parse(lastSeenAt)) });
    }
    if (tv.alarm === "frozen") {
      if (report && !report.visible) return t("tvs.alarmWords.hidden");
      return t("tvs.alarmWords.frozen", { age: spokenAge(report?.paintedMsAgo ?? 0) });
    }
    if (tv.alarm === "stale") return t("tvs.alarmWords.stale");
    const skewMs = report?.clockSkewMs ?? 0;
    return t(skewMs > 0 ? "tvs.alarmWords.clockAhead" : "tvs.alarmWords.clockBehind", {
      age: spokenAge(Math.abs(skewMs)),
    });
  };
}

/** How long ago it was last heard. */
export function useHeardWords(): (tv: TvRow, now: number) => string {
  const { t, spokenAge } = useWords();
  return ({ lastSeenAt }, now) => {
    if (lastSeenAt === null) return t("tvs.neverHeard");
    const agoMs = now - Date.parse(lastSeenAt);
    return agoMs < JUST_NOW_MS ? t("tvs.justNow") : t("tvs.ago", { age: spokenAge(agoMs) });
  };
}

/** What is on its screen, as it told; null: it told nothing yet. */
export function useShowingWords(): (tv: TvRow) => string | null {
  const { t } = useWords();
  const nameOf = useNodeNames();
  return ({ report, paused }) => {
    if (report === null) return null;
    const screen =
      report.screen === "node" && report.node !== null
        ? t("tvs.nodeOf", { node: nameOf(report.node) })
        : t(`tvs.screens.${report.screen}`);
    const link = report.link === "live" ? [] : [t(`tvs.link.${report.link}`)];
    return [screen, ...link, ...(paused ? [t("tvs.paused")] : [])].join(" · ");
  };
}
