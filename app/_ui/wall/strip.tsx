"use client";
import type { ReactNode } from "react";
import type { Lane } from "../../../domain/settings/types.ts";
import type { Board } from "../../../domain/wire/board.ts";
import type { DelaySummary } from "../../../domain/wire/delay.ts";
import { instantParts, monthName } from "../format/instant.ts";
import { ordersHref, replayHref } from "../links.ts";
import { DEFAULT_SPEED, rangeQuery } from "../replay/range.ts";
import { useWords, type Words } from "../use-words.ts";
import { calmHours, isOld } from "./bottleneck.ts";
import { Figure } from "./figure.tsx";
import { LaneTag } from "./lane-tag.tsx";
import { isPart, laneWords } from "./lane-view.ts";
import { Mark, type MarkKind } from "./mark.tsx";
import { headlineOf, redsOf } from "./summary.ts";

/** More numerals than this in all totals together, and they are set smaller. */
const NUMERALS_AT_FULL_SIZE = 12;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export interface ShopPlace {
  /** IANA time zone of the shop. */
  timezone: string;
  /** Its name in the language of the screen. */
  timezoneName: string;
  /** Whether shop time is not the machine's (ANDON_CLOCK). */
  simulated: boolean;
  /** Shop ms per machine ms. */
  speed: number;
}

interface StripProps {
  /** Of the lanes shown. */
  board: Board;
  delay: DelaySummary | null;
  shopNow: number;
  speed: number;
  place: ShopPlace;
  lanes: readonly Lane[];
  /** Whether what is shown may be believed: only then may it say that all is well. */
  believed: boolean;
  /** The moment that is shown; null: now. */
  asOf: string | null;
  /** How fresh it all is, in words. */
  children: ReactNode;
}

/** What the room asks first: how many are red, are they breached, how many in all, and is it now. */
export function Strip({ board, delay, shopNow, speed, place, lanes, believed, asOf, children }: StripProps) {
  const words = useWords();
  const { t, tenths, whole } = words;
  const where = { locale: words.locale, asOf };
  // The list of orders knows no lanes: a number that it does not add up to does not open.
  const hrefOf = (filter: Record<string, string>) => (isPart(lanes) ? null : ordersHref(filter, where));
  const reds = redsOf(board);
  const { yellow, breached, orders } = board.totals;
  const numerals = [reds.calling, yellow, breached, orders].map((n) => tenths(n).digits).join("").length;
  return (
    <header className="strip">
      <div className="brand">
        <strong>{t("app.name")}</strong>
        <span className={isPart(lanes) ? "brand-lanes" : undefined}>
          {laneWords(lanes, words) ?? t("strip.board")}
        </span>
      </div>
      <ul className={numerals > NUMERALS_AT_FULL_SIZE ? "totals totals-tight" : "totals"}>
        <Total kind="red" count={reds.calling} words={words} href={hrefOf({ only: "calling", light: "red" })}>
          {reds.lightOnly > 0 && <small>{t("strip.lightOnly", { count: whole(reds.lightOnly) })}</small>}
        </Total>
        <Total kind="yellow" count={yellow} words={words} href={hrefOf({ light: "yellow" })} />
        <Total kind="breached" count={breached} words={words} href={hrefOf({ breached: "true" })} />
        {believed && headlineOf(board).kind === "calm" && (
          <li className="total total-calm" data-total="calm">
            <Mark kind="green" />
            <p>
              <LaneTag lanes={lanes} />
              {/* What was last overdue a while ago may not be the last any more. */}
              {calmWords(delay !== null && isOld(delay, shopNow, speed) ? null : delay, words)}
            </p>
          </li>
        )}
        {orders > 0 && (
          <li className="total total-open" data-total="orders">
            <TotalLink href={ordersHref({}, where)} label={`${t("strip.open")} ${whole(orders)}`} />
            <Figure count={tenths(orders)} />
            <span className="total-words">
              {t("strip.open")}
              {isPart(lanes) && <small>{t("strip.wholeShop")}</small>}
            </span>
          </li>
        )}
      </ul>
      <div className="pulse">{children}</div>
      <ShopClock shopNow={shopNow} speed={speed} place={place} words={words} past={asOf !== null} />
    </header>
  );
}

/** 全线正常。上一次超时是 3 小时前 */
function calmWords(delay: DelaySummary | null, { t, spokenAge }: Words) {
  const b = (chunks: ReactNode) => <strong>{chunks}</strong>;
  if (delay === null) return t.rich("headline.calm", { b });
  const hours = calmHours(delay);
  if (hours === null) return t.rich("headline.calmDay", { b });
  if (hours === 0) return t.rich("headline.calmRecent", { b });
  return t.rich("headline.calmSince", { b, age: spokenAge(hours * HOUR_MS) });
}

interface TotalProps {
  kind: MarkKind;
  count: number;
  words: Words;
  /** The orders that add up to it; null: no list of them. */
  href: string | null;
  children?: ReactNode;
}

function Total({ kind, count, words, href, children }: TotalProps) {
  if (count === 0 && !children) return null;
  return (
    <li className={`total total-${kind}`} data-total={kind}>
      {count > 0 && href !== null && (
        <TotalLink href={href} label={`${words.t(`lights.${kind}`)} ${words.whole(count)}`} />
      )}
      {count > 0 && <Mark kind={kind} />}
      {count > 0 && <Figure count={words.tenths(count)} />}
      <span className="total-words">
        {count > 0 && words.t(`lights.${kind}`)}
        {children}
      </span>
    </li>
  );
}

/** Over the whole of what it lies in, so that all of it can be clicked. */
function TotalLink({ href, label }: { href: string; label: string }) {
  return (
    <a className="tile-open" href={href}>
      <span className="unseen">{label}</span>
    </a>
  );
}

/** Whoever asks what happened just now presses the clock. */
function lastHourHref(shopNow: number, locale: Words["locale"]): string {
  const toMs = Math.floor(shopNow / MINUTE_MS) * MINUTE_MS;
  return replayHref(rangeQuery({ fromMs: toMs - HOUR_MS, toMs }, DEFAULT_SPEED), { locale, asOf: null });
}

function ShopClock({
  shopNow,
  speed,
  place,
  words,
  past,
}: Pick<StripProps, "shopNow" | "speed" | "place"> & { words: Words; past: boolean }) {
  const { t, locale } = words;
  const { time, month, day, weekday } = instantParts(shopNow, place.timezone);
  const date = t("date.short", { month: monthName(month, locale), day });
  const replayed = past && speed !== place.speed;
  const pace = replayed
    ? t("replay.pace", { speed })
    : speed > 1
      ? t("strip.speed", { speed })
      : place.simulated
        ? t("strip.simulated")
        : null;
  return (
    <div className="clock">
      {!past && <TotalLink href={lastHourHref(shopNow, locale)} label={t("replay.lastHour")} />}
      <time className="clock-time" dateTime={new Date(shopNow).toISOString()}>
        {time}
      </time>
      <span className="clock-words">
        <span>
          {date} {t("date.weekdays").split(" ")[weekday]}
        </span>
        <span>{pace ? <b className="pace">{pace}</b> : place.timezoneName}</span>
      </span>
    </div>
  );
}
