"use client";
import { type CSSProperties, memo } from "react";
import type { AlertSummary } from "../../../domain/wire/alerts.ts";
import { instantParts } from "../format/instant.ts";
import { alertHref, alertsHref } from "../links.ts";
import { useWords, type Words } from "../use-words.ts";
import type { Room } from "./escalation.ts";
import { type StageKind, StageMark } from "./stage-mark.tsx";
import type { Names } from "./use-names.ts";

type News = AlertSummary["newest"][number];

/** Lines that fit in one lane's height beside the heading, and in each further lane. */
const LINES_FIRST = 2;
const LINES_MORE = 4;
const LINES_MAX = 6;

const MARKS: Record<News["what"], StageKind> = {
  chat: "chat",
  flag: "flag",
  voice: "voice",
  taken: "taken",
  passed: "voice",
  not_heard: "not_heard",
  pledge_passed: "late",
  over: "over",
};

interface NewsProps {
  alerts: AlertSummary;
  names: Names;
  timezone: string;
  room: Room;
  /** When the first of what is held back will go ("14:06"). */
  heldUntil: string;
}

/** The newest escalations, in the cells that short lanes leave free: who was told, who has it, what is over. */
export const NewsPanel = memo(function NewsPanel({ alerts, names, timezone, room, heldUntil }: NewsProps) {
  const { t, locale, whole } = useWords();
  const where = { locale, asOf: null };
  const held = alerts.held.length > 0 ? 1 : 0;
  const lines = Math.min(LINES_MAX, LINES_FIRST + (room.lanes - 1) * LINES_MORE) - held;
  const open = alerts.nodes.reduce((sum, node) => sum + node.open, 0);
  const place = { "--lane": room.lane + 1, "--lanes": room.lanes, "--room": room.columns } as CSSProperties;
  return (
    <section className="news" style={place} aria-labelledby="news-title">
      <h2 id="news-title" className="news-title">
        <a href={alertsHref({}, where)}>{t("news.title")}</a>
        {open > 0 && <span className="news-open">{t("news.open", { count: whole(open) })}</span>}
      </h2>
      <ol className="news-lines">
        {alerts.newest.slice(0, lines).map((item) => (
          <li key={`${item.at} ${item.alertId} ${item.what}`} className={`news-line news-${item.what}`}>
            <NewsLine item={item} names={names} timezone={timezone} />
          </li>
        ))}
      </ol>
      {held > 0 && (
        <p className="news-held" data-held={alerts.held.length}>
          {t("news.held", { count: whole(alerts.held.length), time: heldUntil })}
        </p>
      )}
    </section>
  );
});

/** One line of it: when, what, about whom. */
export function NewsLine({ item, names, timezone }: Pick<NewsProps, "names" | "timezone"> & { item: News }) {
  const words = useWords();
  return (
    <a href={alertHref(item.alertId, { locale: words.locale, asOf: null })} data-news={item.what}>
      <time dateTime={item.at}>{instantParts(Date.parse(item.at), timezone).time}</time>
      <StageMark kind={MARKS[item.what]} />
      <span className="news-words">{newsWords(item, names, timezone, words)}</span>
    </a>
  );
}

function newsWords(
  { what, node, count, who, until }: News,
  names: Names,
  timezone: string,
  { t, whole }: Words,
) {
  const time = until === null ? "" : instantParts(Date.parse(until), timezone).time;
  const values = { name: names.get(node) ?? node, count: whole(count), who: who ?? "", until: time };
  const named = who !== null && (until !== null || what !== "taken");
  return t.rich(`news.${what}${named ? "" : "Nobody"}`, { ...values, b: (chunks) => <b>{chunks}</b> });
}
