"use client";
import type { CSSProperties, ReactNode } from "react";
import type { Lane } from "../../../domain/settings/types.ts";
import { FORECAST_HOURS } from "../../../domain/wire/forecast.ts";
import { instantParts } from "../format/instant.ts";
import { useWords, type Words } from "../use-words.ts";
import {
  AHEAD_HOURS,
  cutOffsAhead,
  isForecastOld,
  knowsNothing,
  type NodeForecast,
} from "../wall/foresight.ts";
import { LaneTag } from "../wall/lane-tag.tsx";
import { boardIn } from "../wall/lane-view.ts";
import { Mark } from "../wall/mark.tsx";
import { type Names, useNames } from "../wall/use-names.ts";
import { CutOffs } from "./cut-offs.tsx";
import type { ScreenProps } from "./types.ts";
import { useUpright } from "./use-upright.ts";

/** Rows that are read from 4 m. */
const ROWS = { lying: 8, upright: 11, uprightWithCutOffs: 7 };

/** What the next hours bring at the present pace: reds by node with their range, and cut-offs that will not be made. */
export function ForecastScreen({ view, entry, place }: ScreenProps) {
  const words = useWords();
  const { t } = words;
  const { forecast, shopNow } = view;
  const snapshot = boardIn(view.snapshot, entry.lanes);
  const names = useNames(snapshot.nodes);
  const upright = useUpright();
  const rows = (forecast?.nodes ?? []).filter(({ key }) => names.has(key)).sort(byGrowth);
  const cutOffs =
    forecast === null ? [] : cutOffsAhead(forecast, shopNow).filter(({ node }) => names.has(node));
  const most = upright ? (cutOffs.length > 0 ? ROWS.uprightWithCutOffs : ROWS.upright) : ROWS.lying;
  const shown = rows.filter(isWorthARow).slice(0, most);
  const untold = forecast !== null && knowsNothing(forecast, snapshot.nodes);
  const old = forecast !== null && isForecastOld(forecast, shopNow, snapshot.pulse.speed);
  return (
    <section
      className={`screen forecast${old ? " forecast-old" : ""}${cutOffs.length > 0 ? " forecast-cut-offs" : ""}`}
      data-screen="forecast"
      aria-label={t("forecast.title")}
    >
      {forecast === null || untold ? (
        <p className="screen-empty" data-screen-state="empty">
          {t("forecast.none")}
        </p>
      ) : (
        <>
          <header className="screen-head">
            <p className="screen-headline" data-headline="forecast">
              <Sentence row={rows[0]} lanes={entry.lanes} names={names} words={words} />
            </p>
            <p className={`screen-more${old ? " screen-age" : ""}`}>
              {t(old ? "forecast.asOfOld" : "forecast.asOf", {
                time: instantParts(Date.parse(forecast.asOf), place.timezone).time,
              })}
            </p>
          </header>
          {shown.length > 0 && <Table rows={shown} names={names} words={words} />}
          {cutOffs.length > 0 && <CutOffs groups={cutOffs} names={names} timezone={place.timezone} />}
        </>
      )}
    </section>
  );
}

const aheadOf = (row: NodeForecast) => row.hours.find(({ hours }) => hours === AHEAD_HOURS) ?? null;
const byGrowth = (a: NodeForecast, b: NodeForecast) =>
  (aheadOf(b)?.newlyRed.mid ?? 0) - (aheadOf(a)?.newlyRed.mid ?? 0) || b.red - a.red;
const isWorthARow = ({ red, hours }: NodeForecast) => red > 0 || hours.some(({ high }) => high > 0);

interface SentenceProps {
  row: NodeForecast | undefined;
  lanes: readonly Lane[];
  names: Names;
  words: Words;
}

/** 大件装车调度：照这个速度，2 小时后再红 15 到 22 单 */
function Sentence({ row, lanes, names, words }: SentenceProps) {
  const { t, whole } = words;
  const ahead = row && aheadOf(row);
  if (!row || !ahead || ahead.newlyRed.high === 0) {
    return (
      <>
        <LaneTag lanes={lanes} />
        {t("forecast.calm", { hours: AHEAD_HOURS })}
      </>
    );
  }
  const { low, high } = ahead.newlyRed;
  const b = (chunks: ReactNode) => <b className="screen-number outlined">{chunks}</b>;
  const values = { name: names.get(row.key) ?? row.key, hours: AHEAD_HOURS, b };
  return low === high
    ? t.rich("forecast.sentenceOne", { ...values, count: whole(high) })
    : t.rich("forecast.sentence", { ...values, low: whole(low), high: whole(high) });
}

function Table({ rows, names, words }: { rows: readonly NodeForecast[]; names: Names; words: Words }) {
  const { t, tenths, whole } = words;
  const most = Math.max(1, ...rows.flatMap(({ red, hours }) => [red, ...hours.map(({ high }) => high)]));
  return (
    <table className="forecast-table">
      <thead>
        <tr>
          <th scope="col">{t("desk.node")}</th>
          <th scope="col">{t("forecast.now")}</th>
          {FORECAST_HOURS.map((hours) => (
            <th key={hours} scope="col">
              {t("forecast.ahead", { hours })}
            </th>
          ))}
          <th scope="col" className="forecast-pace">
            {t("forecast.pace")}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key} data-forecast={row.key}>
            <th scope="row">{names.get(row.key) ?? row.key}</th>
            <td className="forecast-now" data-hours="0">
              {row.red > 0 && (
                <>
                  <Mark kind="red" />
                  <b>{textOf(row.red)}</b>
                </>
              )}
            </td>
            {FORECAST_HOURS.map((hours) => {
              const ahead = row.hours.find((hour) => hour.hours === hours);
              return (
                <td key={hours} className="forecast-cell" data-hours={hours}>
                  {ahead ? (
                    <>
                      <b className={ahead.mid > row.red ? "outlined" : "outlined outlined-calm"}>
                        {textOf(ahead.mid)}
                      </b>
                      <small>
                        {ahead.low === ahead.high
                          ? ""
                          : t("forecast.range", { low: whole(ahead.low), high: whole(ahead.high) })}
                      </small>
                      <i
                        className="forecast-range"
                        style={
                          {
                            "--now": row.red / most,
                            "--low": ahead.low / most,
                            "--high": ahead.high / most,
                          } as CSSProperties
                        }
                      />
                    </>
                  ) : (
                    "–"
                  )}
                </td>
              );
            })}
            <td className="forecast-pace">
              {row.pacePerHour === null ? t("forecast.paceUnknown") : whole(Math.round(row.pacePerHour))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );

  function textOf(count: number) {
    const { digits, unit } = tenths(count);
    return digits + unit;
  }
}
