"use client";
import { Card } from "@tremor/react";
import { dateTimeWords } from "../../format/instant-words.ts";
import { useWords } from "../../use-words.ts";
import type { OnCallData, ShownSchedule, ShownSpan } from "./types.ts";

/** A span that is shorter than this part of the week has no room for a name. */
const NAMED_FROM = 0.04;
/** More lines than this are left to the calendar. */
const LISTED_MAX = 14;

interface ScheduleCardProps {
  schedule: ShownSchedule;
  data: Pick<OnCallData, "asOf" | "untilMs">;
  timezone: string;
}

/** One schedule: who has it now, and the coming week as a band and as lines. */
export function ScheduleCard({ schedule, data, timezone }: ScheduleCardProps) {
  const words = useWords();
  const { t, locale } = words;
  const nowMs = Date.parse(data.asOf);
  const weekMs = data.untilMs - nowMs;
  const nameOf = (named: { nameZh: string; nameEn: string }) =>
    locale === "en" ? named.nameEn : named.nameZh;
  const [now] = schedule.spans;
  const until = (ms: number) => dateTimeWords(ms, timezone, words);
  const shades = new Map(
    [...new Set(schedule.spans.map(({ name }) => name))].filter(Boolean).map((name, at) => [name, at % 3]),
  );
  return (
    <Card className="grid gap-3 p-4" data-schedule={schedule.key}>
      <h2 className="text-xl font-semibold text-tremor-content-strong">
        {nameOf(schedule)}
        {schedule.roles.length > 0 && (
          <span className="ml-3 text-base font-normal text-tremor-content">
            {schedule.roles.map(nameOf).join(t("orders.separator"))}
          </span>
        )}
      </h2>
      <p className="text-lg" data-now>
        {now?.name
          ? t("oncall.now", { name: now.name, time: until(now.toAt) })
          : t("oncall.nobodyNow", { time: until(now?.toAt ?? data.untilMs) })}
      </p>
      <div className="week" aria-hidden="true">
        {schedule.spans.map((span) => {
          const part = (span.toAt - span.fromAt) / weekMs;
          return (
            <span
              key={span.fromAt}
              className={span.name === null ? "week-gap" : `week-${shades.get(span.name)}`}
              style={{ flexGrow: part, flexBasis: 0 }}
              title={`${until(span.fromAt)} – ${until(span.toAt)} ${nameWords(span)}`}
            >
              {part >= NAMED_FROM && nameWords(span)}
            </span>
          );
        })}
      </div>
      <ol className="grid gap-x-6 gap-y-1 text-base sm:grid-cols-2">
        {schedule.spans.slice(0, LISTED_MAX).map((span) => (
          <li key={span.fromAt} className="flex flex-wrap gap-x-3" data-span={span.name ?? ""}>
            <span className="text-tremor-content">
              {until(span.fromAt)} – {until(span.toAt)}
            </span>
            <b className={span.name === null ? "text-desk-warn" : "text-tremor-content-strong"}>
              {nameWords(span)}
              {span.override && ` · ${t("oncall.override")}`}
            </b>
          </li>
        ))}
      </ol>
    </Card>
  );

  function nameWords({ name }: ShownSpan): string {
    return name ?? t("oncall.nobody");
  }
}
