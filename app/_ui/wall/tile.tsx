"use client";
import { type CSSProperties, memo } from "react";
import type { Trend } from "../../../domain/delay/trend.ts";
import type { NodeRow } from "../../../domain/wire/board.ts";
import type { Count } from "../format/count.ts";
import { useWords, type Words } from "../use-words.ts";
import { Figure } from "./figure.tsx";
import { type FittedCounts, fitCounts } from "./fit-counts.ts";
import { type Loudness, openOf } from "./loudness.ts";
import { Mark, type MarkKind } from "./mark.tsx";
import { TrendMark } from "./trend-mark.tsx";
import { useNewReds } from "./use-new-reds.ts";

interface TileProps {
  row: NodeRow;
  loudness: Loudness;
  /** How long the oldest order has been here, in ms cut to whole minutes; null: nothing is here. */
  oldestMs: number | null;
  /** What the tile has inside, in design pixels. */
  width: number;
  /** null: it stands still, or is not known to move. */
  trend: Exclude<Trend, "steady"> | null;
  /** The orders behind its numbers. */
  href: string;
}

/** One node: its name, its reds, and what else is known, from loud to quiet. Nothing appears as zero. */
export const Tile = memo(function Tile({ row, loudness, oldestMs, width, trend, href }: TileProps) {
  const words = useWords();
  const pulsing = useNewReds(row.red);
  const open = openOf(row);
  return (
    <li
      className={`tile tile-${loudness}${pulsing ? " tile-pulsing" : ""}`}
      id={row.key}
      data-node={row.key}
      data-loudness={loudness}
    >
      <a className="tile-open" href={href}>
        <span className="unseen">{labelOf(row, trend, words)}</span>
      </a>
      <div className="tile-head">
        <h3 className="tile-name">{words.nodeName(row)}</h3>
        {trend && <TrendMark trend={trend} />}
      </div>
      {open > 0 && <Counts row={row} fitted={fitCounts(row, words.locale, width)} />}
      {open > 0 && (
        <p className="tile-foot" aria-hidden="true">
          {oldestMs !== null && <span>{words.t("tile.oldest", { age: words.age(oldestMs) })}</span>}
          <span className="tile-total" data-count="total">
            {words.t("tile.total", { count: textOf(words.tenths(open)) })}
          </span>
        </p>
      )}
      {open > 0 && (
        <div className="tile-bar" aria-hidden="true">
          {row.red > 0 && <i className="share-red" style={{ flexGrow: row.red }} />}
          {row.yellow > 0 && <i className="share-yellow" style={{ flexGrow: row.yellow }} />}
          {row.green > 0 && <i className="share-green" style={{ flexGrow: row.green }} />}
        </div>
      )}
    </li>
  );
});

function Counts({ row, fitted }: { row: NodeRow; fitted: FittedCounts }) {
  const sizes = { "--red-size": fitted.redSize, "--side-size": fitted.sideSize } as CSSProperties;
  return (
    <div className="tile-counts" style={sizes} aria-hidden="true">
      {row.red > 0 ? (
        <span className="count count-red" data-count="red">
          <Mark kind="red" />
          <Figure count={fitted.red} />
        </span>
      ) : (
        <span className="count count-green">
          <Mark kind="green" />
        </span>
      )}
      <span className="count-side">
        {row.yellow > 0 && (
          <span className="count count-yellow" data-count="yellow">
            <Mark kind="yellow" />
            <Figure count={fitted.yellow} />
          </span>
        )}
        {row.breached > 0 && (
          <span className="count count-breached" data-count="breached">
            <Mark kind="breached" />
            <Figure count={fitted.breached} />
          </span>
        )}
      </span>
    </div>
  );
}

const textOf = ({ digits, unit }: Count) => digits + unit;

const SPOKEN: MarkKind[] = ["red", "yellow", "breached", "green"];

function labelOf(row: NodeRow, trend: TileProps["trend"], { t, whole, nodeName }: Words): string {
  const name = nodeName(row);
  const parts = SPOKEN.filter((kind) => row[kind] > 0).map((kind) =>
    t("tile.labelCount", { light: t(`lights.${kind}`), count: whole(row[kind]) }),
  );
  if (trend) parts.push(t(`trend.${trend}`));
  if (parts.length === 0) return t("tile.labelEmpty", { name });
  return t("tile.label", { name, parts: parts.join(t("tile.separator")) });
}
