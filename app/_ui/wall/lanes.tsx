"use client";
import type { CSSProperties } from "react";
import type { Trend } from "../../../domain/delay/trend.ts";
import type { Board } from "../../../domain/wire/board.ts";
import { ordersHref } from "../links.ts";
import { useWords } from "../use-words.ts";
import { loudnessOf } from "./loudness.ts";
import { lanesOf } from "./summary.ts";
import { Tile } from "./tile.tsx";

/** Fewer columns would make tiles of a small shop absurdly wide. */
const COLUMNS_MIN = 6;
/** What all tiles of a row share inside their padding and gaps, in design pixels; see wall.css and tile.css. */
const ROW_WIDTH = 1_738;
const TILE_MARGINS = 41;
const MINUTE_MS = 60_000;

interface LanesProps {
  board: Board;
  shopNow: number;
  /** Node → where it is going; nodes that stand still are absent. */
  moves: ReadonlyMap<string, Exclude<Trend, "steady">>;
  /** The moment that is shown, as tiles open into it; null: now. */
  asOf: string | null;
}

/** The five lanes as rows, their nodes in the order of an order's life. */
export function Lanes({ board, shopNow, moves, asOf }: LanesProps) {
  const { t, locale } = useWords();
  const lanes = lanesOf(board);
  const loudness = loudnessOf(board.nodes);
  const columns = Math.max(COLUMNS_MIN, ...lanes.map((lane) => lane.nodes.length));
  return (
    <div className="lanes" style={{ "--columns": columns } as CSSProperties}>
      {lanes.map(({ lane, nodes }) => (
        <section key={lane} className="lane" aria-labelledby={`lane-${lane}`}>
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
                href={ordersHref({ node: row.key }, { locale, asOf })}
                oldestMs={wholeMinutesSince(row.oldestEnteredAt, shopNow)}
              />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

// Cut to minutes, so that a tile is drawn again only when its text changes.
function wholeMinutesSince(instant: string | null, now: number): number | null {
  if (instant === null) return null;
  return Math.max(0, Math.floor((now - Date.parse(instant)) / MINUTE_MS)) * MINUTE_MS;
}
