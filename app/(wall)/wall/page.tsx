import { getLocale, getTranslations } from "next-intl/server";
import { parseInstant } from "../../../domain/wire/instant.ts";
import { alertsNow } from "../../_data/alerts.ts";
import { liveBoard, pastBoard } from "../../_data/board.ts";
import { delayNow, delayThen } from "../../_data/delay.ts";
import { forecastNow } from "../../_data/forecast.ts";
import { pagesVersion, shopPlace } from "../../_data/place.ts";
import { requireUser } from "../../_data/session.ts";
import { instantParts, monthName } from "../../_ui/format/instant.ts";
import { ReplayWall } from "../../_ui/replay/replay-wall.tsx";
import { LiveWall, PastWall } from "../../_ui/wall/wall.tsx";
import { Notice } from "./notice.tsx";
import { readReplay } from "./replay.tsx";

interface WallPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** How much of a wrong `asOf` is said back. */
const SHOWN_LENGTH = 40;

export default async function WallPage({ searchParams }: WallPageProps) {
  await requireUser("board:read");
  const { asOf, lang, replay, speed } = await searchParams;
  const t = await getTranslations();
  const locale = await getLocale();
  const place = shopPlace(locale);
  const here = lang === undefined ? "/wall" : `/wall?lang=${locale}`;
  try {
    if (replay !== undefined) {
      const told = await readReplay([replay].flat().at(-1) ?? "", [speed].flat().at(-1), here);
      return "notice" in told ? told.notice : <ReplayWall {...told.replay} />;
    }
    if (asOf === undefined) {
      const [snapshot, delay, alerts, forecast] = await Promise.all([
        liveBoard(),
        delayNow(),
        alertsNow(),
        forecastNow(),
      ]);
      return <LiveWall {...{ snapshot, delay, alerts, forecast, place }} version={pagesVersion()} />;
    }
    return await past([asOf].flat().at(-1) ?? "");
  } catch (error) {
    console.error("the wall's page cannot be drawn:", error);
    return <Notice words={t("mark.unreadable")} more={t("mark.unreadableHint")} retry />;
  }

  async function past(text: string) {
    const value = text.slice(0, SHOWN_LENGTH);
    // A plus that was not escaped arrives as a space.
    const instant = parseInstant(text.replace(/ (\d{2}:\d{2})$/, "+$1"));
    if (typeof instant !== "number") {
      return <Notice words={t("asOf.malformed", { value })} more={t("asOf.malformedHint")} toNow={here} />;
    }
    const [answer, delay] = await Promise.all([pastBoard(instant), delayThen(instant)]);
    if (answer.kind === "future") {
      const now = `${dateWords(answer.nowMs)} ${instantParts(answer.nowMs, place.timezone).time}`;
      return <Notice words={t("asOf.future", { value })} more={t("asOf.futureHint", { now })} toNow={here} />;
    }
    return (
      <PastWall
        snapshot={answer.snapshot}
        delay={delay}
        place={place}
        words={pastWords(instant, answer.nowMs)}
        toNow={here}
      />
    );
  }

  function dateWords(ms: number): string {
    const { month, day } = instantParts(ms, place.timezone);
    return t("date.short", { month: monthName(month, locale), day });
  }

  function pastWords(ms: number, nowMs: number): string {
    const { year, month, day, time } = instantParts(ms, place.timezone);
    const thisYear = instantParts(nowMs, place.timezone).year === year;
    return t(thisYear ? "mark.past" : "mark.pastYear", {
      year: String(year),
      month: monthName(month, locale),
      day,
      time,
    });
  }
}
