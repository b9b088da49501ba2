"use client";
import type { Forecast } from "../../../domain/wire/forecast.ts";
import { instantParts } from "../format/instant.ts";
import { useWords, type Words } from "../use-words.ts";
import { AHEAD_HOURS, type CutOffGroup, cutOffsAhead, type NodeForecast } from "./foresight.ts";
import type { Names } from "./use-names.ts";

interface AheadLineProps {
  forecast: Forecast;
  shopNow: number;
  timezone: string;
  names: Names;
}

/** Carriers that a line has room for. */
const CARRIERS_MOST = 2;

/** What is coming, in one line: the next cut-off with what is still to be loaded, else where most will turn red. */
export function AheadLine({ forecast, shopNow, timezone, names }: AheadLineProps) {
  const words = useWords();
  const cutOff = cutOffsAhead(forecast, shopNow)[0];
  const worst = [...forecast.nodes].sort((a, b) => newlyRed(b) - newlyRed(a))[0];
  const text = cutOff
    ? cutOffWords(cutOff, timezone, words)
    : worst && newlyRed(worst) > 0
      ? growthWords(worst, names, words)
      : null;
  if (text === null) return null;
  return (
    <p className="ahead" data-ahead={cutOff ? "cut-off" : "growth"}>
      {text}
    </p>
  );
}

const newlyRed = ({ hours }: NodeForecast) =>
  hours.find((hour) => hour.hours === AHEAD_HOURS)?.newlyRed.mid ?? 0;

/** 17:00 的车还差 23 单没装（德邦 15、顺丰 8），照这个速度赶不上 3 到 9 单 */
function cutOffWords({ atMs, waiting, willMiss, carriers }: CutOffGroup, timezone: string, words: Words) {
  const { t, whole } = words;
  const named = carriers
    .slice(0, CARRIERS_MOST)
    .map(({ carrier, waiting: count }) => `${carrier ?? t("forecast.noCarrier")} ${whole(count)}`);
  if (carriers.length > CARRIERS_MOST) named.push("…");
  const values = {
    time: instantParts(atMs, timezone).time,
    count: whole(waiting),
    carriers: named.join(t("forecast.comma")),
    b: (chunks: React.ReactNode) => <b>{chunks}</b>,
  };
  return (
    <>
      {t.rich(
        carriers.length === 1 && carriers[0]!.carrier === null ? "forecast.cutOff" : "forecast.cutOffBy",
        values,
      )}
      {willMiss.high > 0 && (
        <>
          {t("orders.separator")}
          <span className="ahead-miss">{missWords(willMiss, words)}</span>
        </>
      )}
    </>
  );
}

/** 照这个速度赶不上 3 到 9 单 */
function missWords({ low, high }: CutOffGroup["willMiss"], { t, whole }: Words): string {
  return low === high
    ? t("forecast.missOne", { count: whole(high) })
    : t("forecast.miss", { low: whole(low), high: whole(high) });
}

/** 大件装车调度：照这个速度，2 小时后再红 15 到 22 单 */
function growthWords(node: NodeForecast, names: Names, { t, whole }: Words) {
  const { low, high } = node.hours.find((hour) => hour.hours === AHEAD_HOURS)!.newlyRed;
  const b = (chunks: React.ReactNode) => <b>{chunks}</b>;
  const values = { name: names.get(node.key) ?? node.key, hours: AHEAD_HOURS, b };
  return low === high
    ? t.rich("forecast.sentenceOne", { ...values, count: whole(high) })
    : t.rich("forecast.sentence", { ...values, low: whole(low), high: whole(high) });
}
