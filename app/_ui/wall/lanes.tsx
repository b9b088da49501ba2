"use client";
import type { CSSProperties, ReactNode } from "react";
import type { Trend } from "../../../domain/delay/trend.ts";
import type { Board } from "../../../domain/wire/board.ts";
import { instantParts } from "../format/instant.ts";
import { ordersHref } from "../links.ts";
import { useWords } from "../use-words.ts";
import type { NodeStage } from "./escalation.ts";
import { loudnessOf } from "./loudness.ts";
import { columnsOf, type LaneRow } from "./summary.ts";
import { Tile } from "./tile.tsx";

/** What all tiles of a row share inside their padding and gaps, in design pixels; see wall.css and tile.css. */
const ROW_WIDTH = 1_738;
const TILE_MARGINS = 41;
const MINUTE_MS = 60_000;

interface LanesProps {
  board: Board;
  lanes: readonly LaneRow[];
  shopNow: number;
  /** Node → where it is going; nodes that stand still are absent. */
  moves: ReadonlyMap<string, Exclude<Trend, "steady">>;
  /** Node → how many will be red some hours ahead, where that is more than now. */
  growth: ReadonlyMap<string, number>;
  /** Node → how far its worst alert has come. */
  stages: ReadonlyMap<string, NodeStage>;
  timezone: string;
  /** The moment that is shown, as tiles open into it; null: now. */
  asOf: string | null;
  /** What stands in the cells that short lanes leave free. */
  children?: ReactNode;
}

/** Lanes as rows, their nodes in the order of an order's life. */
export function Lanes({
  board,
  lanes,
  shopNow,
  moves,
  growth,
  stages,
  timezone,
  asOf,
  children,
}: LanesProps) {
  const { t, locale } = useWords();
  const loudness = loudnessOf(board.nodes);
  const columns = columnsOf(lanes);
  return (
    <div className="lanes" style={{ "--columns": columns } as CSSProperties}>
      {lanes.map(({ lane, nodes }, at) => (
        <section
          key={lane}
          className="lane"
          style={{ "--lane": at + 1 } as CSSProperties}
          aria-labelledby={`lane-${lane}`}
        >
          <h2 id={`lane-${lane}`} className="lane-name">
            {t(`lanes.${lane}`)}
          </h2>
          <ul className="lane-tiles">
            {nodes.map((row) => (
              <Tile
                key={row.key}
                row={row}
                loudness={loudness.get(row.key) ?? "calm"}
                width={ROW_WIDTH / columns - TILE_MARGINS}
                trend={moves.get(row.key) ?? null}
                coming={growth.get(row.key) ?? null}
                {...stageProps(stages.get(row.key), timezone)}
                href={ordersHref({ node: row.key }, { locale, asOf })}
                oldestMs={wholeMinutesSince(row.oldestEnteredAt, shopNow)}
              />
            ))}
          </ul>
        </section>
      ))}
      {children}
    </div>
  );
}

// Words instead of the stage itself, so that a tile is drawn again only when they change.
function stageProps(stage: NodeStage | undefined, timezone: string) {
  return {
    stage: stage?.stage ?? null,
    takenBy: stage?.taken?.name ?? null,
    takenUntil: stage?.taken ? instantParts(stage.taken.untilMs, timezone).time : null,
  };
}

// Cut to minutes, so that a tile is drawn again only when its text changes.
function wholeMinutesSince(instant: string | null, now: number): number | null {
  if (instant === null) return null;
  return Math.max(0, Math.floor((now - Date.parse(instant)) / MINUTE_MS)) * MINUTE_MS;
}
