"use client";
import { type CSSProperties, memo } from "react";
import type { FactDimension } from "../../../domain/delay/dimensions.ts";
import { instantParts } from "../format/instant.ts";
import { ordersHref, overdueWindow } from "../links.ts";
import { useWords, type Words } from "../use-words.ts";
import type { HeatLevel } from "../wall/bottleneck.ts";
import { moveByArrows } from "../wall/heat-keys.ts";
import type { Names } from "../wall/use-names.ts";
import type { HeatColumn, HeatTable, HeatTableCell } from "./heat-table.ts";

interface HeatGridProps {
  table: HeatTable;
  /** Of what the nodes' parts are parts. */
  shareTitle: string;
  /** The fact whose values are columns; null: hours are. */
  fact: FactDimension | null;
  names: Names;
  timezone: string;
}

/** Of so many columns one has a label: hours are known by their neighbours. */
const LABEL_EVERY = 3;

/** The worst nodes with their part of all delay, and beside it how many were overdue at once: when, or of what. */
export const HeatGrid = memo(function HeatGrid({ table, shareTitle, fact, names, timezone }: HeatGridProps) {
  const words = useWords();
  const { t, percent } = words;
  const { columns, rows } = table;
  const strongest = Math.max(...rows.map(({ share }) => share));
  const style = { "--columns": columns.length, "--rows": rows.length } as CSSProperties;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the cells in it are links; arrows only carry the focus among them
    <div className="heat-grid" style={style} data-by={fact ?? "hour"} onKeyDown={moveByArrows}>
      <div className="heat-line heat-titles" aria-hidden="true">
        <span className="heat-title">{shareTitle}</span>
        {columns.map((column, at) => (
          <span key={column.key} className="heat-column">
            {columnLabel(column, at)}
          </span>
        ))}
      </div>
      {rows.map(({ node, share, cells }) => (
        <div key={node} className="heat-line" data-heat={node}>
          <a className="heat-share" href={hrefOf(node, rowWindow(columns))} data-share={share}>
            <span className="heat-node">{names.get(node) ?? node}</span>
            <i style={{ "--share": share / strongest } as CSSProperties} />
            <b>{percent(share)}</b>
          </a>
          {cells.map((cell, at) => (
            <Cell
              key={cell.column.key}
              cell={cell}
              at={at}
              href={hrefOf(node, cell.column)}
              label={labelOf(node, cell)}
              words={words}
            />
          ))}
        </div>
      ))}
      <Legend table={table} words={words} />
    </div>
  );

  function hrefOf(node: string, { fromMs, toMs, value }: Pick<HeatColumn, "fromMs" | "toMs" | "value">) {
    const filter: Record<string, string | undefined> = { node, ...overdueWindow(fromMs, toMs) };
    if (fact !== null && value !== null) filter[fact] = String(value);
    return ordersHref(filter, { locale: words.locale, asOf: null });
  }

  function columnLabel({ value }: HeatColumn, at: number) {
    if (fact !== null) return factWords(fact, value, words);
    const { time, day } = instantParts(Date.parse(String(value)), timezone);
    const before = at === 0 ? day : instantParts(Date.parse(String(columns[at - 1]!.value)), timezone).day;
    if (table.columnHours !== 1) return day === before && at > 0 ? "" : t("screens.day", { day });
    return Number(time.slice(0, 2)) % LABEL_EVERY === 0 ? Number(time.slice(0, 2)) : "";
  }

  function labelOf(node: string, { column, average }: HeatTableCell) {
    const where = fact
      ? factWords(fact, column.value, words)
      : t("screens.from", { time: instantParts(column.fromMs, timezone).time });
    return t("screens.cell", { name: names.get(node) ?? node, where, count: averageWords(average, words) });
  }
});

/** The whole window, without a value. */
function rowWindow(columns: readonly HeatColumn[]): Pick<HeatColumn, "fromMs" | "toMs" | "value"> {
  return { fromMs: columns[0]!.fromMs, toMs: columns.at(-1)!.toMs, value: null };
}

/** 大件, 普通件, 德邦, 没写 */
function factWords(fact: FactDimension, value: string | boolean | null, { t }: Words): string {
  if (fact === "bulky") return t(value ? "orders.bulky" : "orders.notBulky");
  if (fact === "custom") return t(value ? "orders.custom" : "screens.notCustom");
  if (value === null) return t("screens.noValue");
  const name = `source.names.${String(value)}`;
  return fact === "channel" && t.has(name) ? t(name) : String(value);
}

function averageWords(average: number, { whole }: Words): string {
  return average < 0.5 ? "<1" : whole(Math.round(average));
}

interface CellProps {
  cell: HeatTableCell;
  at: number;
  href: string;
  label: string;
  words: Words;
}

function Cell({ cell: { level, average }, at, href, label, words }: CellProps) {
  const look = `heat-cell heat-${level}`;
  if (level === 0) return <i className={look} />;
  const { digits, unit } = words.tenths(Math.round(average));
  return (
    <a className={look} href={href} data-hour={at} tabIndex={-1} title={label}>
      <span className="heat-number" aria-hidden="true">
        {average < 0.5 ? "<1" : digits + unit}
      </span>
      <span className="unseen">{label}</span>
    </a>
  );
}

/** What the numbers and colours mean, in the numbers themselves. */
function Legend({ table: { limits, columnHours }, words }: { table: HeatTable; words: Words }) {
  const { t, whole } = words;
  const [second, third, fourth] = limits;
  const parts: [HeatLevel, string][] = [
    [0, t("screens.legendNone")],
    [1, second <= 1 ? t("screens.legendUnder") : span(0, second - 1)],
    [2, span(second, third - 1)],
    [3, span(third, fourth - 1)],
    [4, t("screens.legendFrom", { from: whole(fourth) })],
  ];
  return (
    <div className="heat-key">
      <p>
        {columnHours === null ? t("screens.legendValues") : t("screens.legendHours", { hours: columnHours })}
      </p>
      <ul>
        {parts.map(([level, text]) => (
          <li key={level}>
            <i className={`heat-cell heat-${level}`} aria-hidden="true" />
            {text}
          </li>
        ))}
      </ul>
    </div>
  );

  function span(from: number, to: number) {
    const least = Math.max(1, from);
    if (least >= to) return t("screens.legendOne", { count: whole(to) });
    return t("screens.legendSpan", { from: whole(least), to: whole(to) });
  }
}
