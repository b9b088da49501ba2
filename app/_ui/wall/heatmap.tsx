"use client";
import { type CSSProperties, memo } from "react";
import type { DelaySummary } from "../../../domain/wire/delay.ts";
import { instantParts } from "../format/instant.ts";
import { ordersHref, overdueWindow, type Where } from "../links.ts";
import { useWords } from "../use-words.ts";
import { type HeatCell, type HeatLevel, heatRows, hourWindow } from "./bottleneck.ts";
import { moveByArrows } from "./heat-keys.ts";
import type { Names } from "./use-names.ts";

interface HeatmapProps {
  delay: DelaySummary;
  names: Names;
  timezone: string;
  /** The moment that is shown; null: now. */
  asOf: string | null;
}

/** Hours between two labels. */
const LABEL_EVERY_H = 3;
const SHOWN_LEVELS: HeatLevel[] = [1, 2, 3, 4];

/** When the delay arose: the worst nodes through the last 24 hours, an hour a cell. */
export const Heatmap = memo(function Heatmap({ delay, names, timezone, asOf }: HeatmapProps) {
  const words = useWords();
  const { t, locale } = words;
  const rows = heatRows(delay);
  const hours = delay.hours.map((hour) => Number(instantParts(Date.parse(hour), timezone).time.slice(0, 2)));
  const first =
    rows[0]?.cells.find((cell) => cell.level === 4) ?? rows[0]?.cells.find((cell) => cell.level > 0);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the cells in it are links; arrows only carry the focus among them
    <div className="heat" style={{ "--hours": hours.length } as CSSProperties} onKeyDown={moveByArrows}>
      <div className="heat-row heat-hours" aria-hidden="true">
        {hours.map(
          (hour, at) =>
            hour % LABEL_EVERY_H === 0 && (
              <span key={delay.hours[at]} style={{ "--at": at } as CSSProperties}>
                {hour}
              </span>
            ),
        )}
      </div>
      {rows.map(({ node, cells }) => (
        <div key={node} className="heat-row" data-heat={node}>
          <span className="heat-name">{names.get(node) ?? node}</span>
          {cells.map((cell) => (
            <Cell key={delay.hours[cell.hour]} {...cellProps(node, cell)} />
          ))}
        </div>
      ))}
      <p className="heat-legend" aria-hidden="true">
        {t("heat.each")}
        <span>{t("heat.less")}</span>
        {SHOWN_LEVELS.map((level) => (
          <i key={level} className={`heat-cell heat-${level}`} />
        ))}
        <span>{t("heat.more")}</span>
      </p>
    </div>
  );

  function cellProps(node: string, cell: HeatCell): CellProps {
    const { fromMs, toMs } = hourWindow(delay, cell.hour);
    const where: Where = { locale, asOf };
    return {
      level: cell.level,
      hour: cell.hour,
      first: cell === first,
      href: ordersHref({ node, ...overdueWindow(fromMs, toMs) }, where),
      label: t("heat.cell", {
        name: names.get(node) ?? node,
        hour: hours[cell.hour]!,
        count: words.whole(cell.visits),
        age: words.spokenAge(cell.overdueSeconds * 1_000),
      }),
    };
  }
});

interface CellProps {
  level: HeatLevel;
  hour: number;
  /** Where Tab enters; arrows go on from there. */
  first: boolean;
  href: string;
  label: string;
}

function Cell({ level, hour, first, href, label }: CellProps) {
  const look = `heat-cell heat-${level}`;
  if (level === 0) return <i className={look} />;
  return (
    <a className={look} href={href} data-hour={hour} tabIndex={first ? 0 : -1} title={label}>
      <span className="unseen">{label}</span>
    </a>
  );
}
