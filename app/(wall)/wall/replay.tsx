import { getLocale, getTranslations } from "next-intl/server";
import { REPLAY_DAYS } from "../../../domain/wire/replay.ts";
import { pastBoard } from "../../_data/board.ts";
import { shopNow } from "../../_data/clock.ts";
import { delayThen } from "../../_data/delay.ts";
import { shopPlace } from "../../_data/place.ts";
import { instantParts, monthName } from "../../_ui/format/instant.ts";
import { type ReplayRange, readRange, readSpeed } from "../../_ui/replay/range.ts";
import type { ReplayWallProps } from "../../_ui/replay/replay-wall.tsx";
import "../../_ui/replay/replay.css";
import { Notice } from "./notice.tsx";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** The earliest days slip away while somebody plays. */
const MARGIN_MS = 3_600_000;
/** How much of what was wrong is said back. */
const SHOWN_LENGTH = 60;

type Replayed = { replay: ReplayWallProps } | { notice: React.ReactNode };

/**
 * What a replay begins with, or why there is none.
 * @param toNow the page of the present
 */
export async function readReplay(
  text: string,
  speedText: string | undefined,
  toNow: string,
): Promise<Replayed> {
  const t = await getTranslations();
  const locale = await getLocale();
  const place = shopPlace(locale);
  const value = text.slice(0, SHOWN_LENGTH);
  const range = readRange(text);
  const speed = readSpeed(speedText);
  const sorry = (words: string, more: string): Replayed => ({
    notice: <Notice words={words} more={more} toNow={toNow} />,
  });
  if (range === null || speed === null) {
    const wrong = range === null ? value : `speed=${speedText?.slice(0, SHOWN_LENGTH)}`;
    return sorry(t("replay.malformed", { value: wrong }), t("replay.malformedHint"));
  }
  const nowMs = shopNow();
  const bounds: ReplayRange = { fromMs: nowMs - REPLAY_DAYS * DAY_MS, toMs: nowMs };
  if (range.toMs > nowMs) {
    return sorry(t("asOf.future", { value }), t("asOf.futureHint", { now: moment(nowMs) }));
  }
  if (range.fromMs < bounds.fromMs) {
    return sorry(t("replay.tooOld", { value }), t("replay.tooOldHint", { earliest: moment(bounds.fromMs) }));
  }
  const [answer, delay] = await Promise.all([pastBoard(range.fromMs), delayThen(range.fromMs)]);
  if (answer.kind === "future") throw new Error("a moment of the past lies ahead");
  const first = { snapshot: answer.snapshot, delay };
  const margin = MARGIN_MS * place.speed;
  const fromMs = Math.min(range.fromMs, Math.ceil((bounds.fromMs + margin) / MINUTE_MS) * MINUTE_MS);
  return { replay: { first, range, speed, bounds: { fromMs, toMs: nowMs }, place, toNow } };

  function moment(ms: number): string {
    const { month, day, time } = instantParts(ms, place.timezone);
    return `${t("date.short", { month: monthName(month, locale), day })} ${time}`;
  }
}
