"use client";
import { type CSSProperties, memo, type ReactNode } from "react";
import type { Trend } from "../../../domain/delay/trend.ts";
import type { StepKind } from "../../../domain/escalation/types.ts";
import type { NodeRow } from "../../../domain/wire/board.ts";
import type { Count } from "../format/count.ts";
import { useWords, type Words } from "../use-words.ts";
import { Figure } from "./figure.tsx";
import { COMING_SIZE, COUNT_GAP, type FittedCounts, fitWithComing } from "./fit-counts.ts";
import { AHEAD_HOURS } from "./foresight.ts";
import { type Loudness, openOf } from "./loudness.ts";
import { Mark, type MarkKind } from "./mark.tsx";
import { StageMark } from "./stage-mark.tsx";
import { TrendMark } from "./trend-mark.tsx";
import { useNewReds } from "./use-new-reds.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** What a total of four digits takes beside the counts, in design pixels. */
const TOTAL_WIDTH = 84;

interface TileProps {
  row: NodeRow;
  loudness: Loudness;
  /** How long the oldest order has been here, in ms cut to whole minutes; null: nothing is here. */
  oldestMs: number | null;
  /** What the tile has inside, in design pixels. */
  width: number;
  /** null: it stands still, or is not known to move. */
  trend: Exclude<Trend, "steady"> | null;
  /** How many will be red some hours ahead at the present pace; null: no more than now, or not known. */
  coming: number | null;
  /** How far its worst alert has come; null: nobody was told of anything here. */
  stage: StepKind | null;
  /** Who has that alert, and until when ("16:40"); null: nobody. */
  takenBy: string | null;
  takenUntil: string | null;
  /** The orders behind its numbers. */
  href: string;
}

/** One node: its name, its reds, and what else is known, from loud to quiet. Nothing appears as zero. */
export const Tile = memo(function Tile(props: TileProps) {
  const { row, loudness, width, trend, href } = props;
  const words = useWords();
  const pulsing = useNewReds(row.red);
  const open = openOf(row);
  const total = words.t("tile.total", { count: textOf(words.tenths(open)) });
  const { fitted, coming, takes } = fitWithComing(row, props.coming, words.locale, width);
  return (
    <li
      className={`tile tile-${loudness}${pulsing ? " tile-pulsing" : ""}`}
      id={row.key}
      data-node={row.key}
      data-loudness={loudness}
    >
      <a className="tile-open" href={href}>
        <span className="unseen">{labelOf(props, words)}</span>
      </a>
      <div className="tile-head">
        <h3 className="tile-name">{words.nodeName(row)}</h3>
        {trend && <TrendMark trend={trend} />}
      </div>
      {open > 0 && (
        <Counts row={row} fitted={fitted} coming={coming}>
          {/* Where a stage stands in the foot, the total goes beside the counts, if they leave room. */}
          {props.stage !== null && takes + COUNT_GAP + TOTAL_WIDTH <= width && (
            <span className="tile-total tile-total-beside" data-count="total">
              {total}
            </span>
          )}
        </Counts>
      )}
      {open > 0 && <TileFoot {...props} total={total} />}
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

function TileFoot({ oldestMs, stage, takenBy, takenUntil, total }: TileProps & { total: string }) {
  const words = useWords();
  const { t } = words;
  if (stage === null) {
    return (
      <p className="tile-foot" aria-hidden="true">
        {oldestMs !== null && <span>{t("tile.oldest", { age: words.age(oldestMs) })}</span>}
        <span className="tile-total" data-count="total">
          {total}
        </span>
      </p>
    );
  }
  return (
    <p className="tile-foot tile-foot-stage" aria-hidden="true">
      {oldestMs !== null && (
        <>
          <span>{t("tile.oldest", { age: words.age(largestUnit(oldestMs)) })}</span>
          {/* Where the stage leaves no room, the smaller unit wraps out of sight. */}
          <span className="tile-smaller">
            {words.age(oldestMs) !== words.age(largestUnit(oldestMs)) && (
              <span>
                {words.locale === "en" && " "}
                {words.age(largestUnit(oldestMs - largestUnit(oldestMs)))}
              </span>
            )}
          </span>
        </>
      )}
      <span className={`tile-stage tile-stage-${takenBy === null ? stage : "taken"}`} data-stage={stage}>
        <StageMark kind={takenBy === null ? stage : "taken"} />
        {takenBy === null ? (
          t(`stage.${stage}`)
        ) : (
          <>
            <span className="tile-taken-name" data-taken={takenBy}>
              {takenBy}
            </span>
            <span>{t("stage.until", { time: takenUntil ?? "" })}</span>
          </>
        )}
      </span>
    </p>
  );
}

/** An age without its smaller unit, as `ageOf` parts them; in ms. */
function largestUnit(ms: number): number {
  if (ms >= DAY_MS) return ms - (ms % DAY_MS);
  return ms >= HOUR_MS ? ms - (ms % HOUR_MS) : ms;
}

interface CountsProps {
  row: NodeRow;
  fitted: FittedCounts;
  coming: Count | null;
  children: ReactNode;
}

function Counts({ row, fitted, coming, children }: CountsProps) {
  const sizes = {
    "--red-size": fitted.redSize,
    "--side-size": fitted.sideSize,
    "--coming-size": COMING_SIZE,
  } as CSSProperties;
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
      {coming && (
        <span className="count count-coming" data-count="coming">
          <svg className="coming-mark" viewBox="0 0 100 100" aria-hidden="true" focusable="false">
            <path d="M12 12h76v76H12z" />
          </svg>
          {textOf(coming)}
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
      {children}
    </div>
  );
}

const textOf = ({ digits, unit }: Count) => digits + unit;

const SPOKEN: MarkKind[] = ["red", "yellow", "breached", "green"];

function labelOf(
  { row, trend, coming, stage, takenBy, takenUntil }: TileProps,
  { t, whole, nodeName }: Words,
): string {
  const name = nodeName(row);
  const parts = SPOKEN.filter((kind) => row[kind] > 0).map((kind) =>
    t("tile.labelCount", { light: t(`lights.${kind}`), count: whole(row[kind]) }),
  );
  if (trend) parts.push(t(`trend.${trend}`));
  if (coming !== null) parts.push(t("forecast.will", { hours: AHEAD_HOURS, count: whole(coming) }));
  if (stage !== null && openOf(row) > 0) {
    parts.push(
      takenBy === null ? t(`stage.${stage}`) : t("stage.taken", { name: takenBy, time: takenUntil ?? "" }),
    );
  }
  if (parts.length === 0) return t("tile.labelEmpty", { name });
  return t("tile.label", { name, parts: parts.join(t("tile.separator")) });
}
