import type { Snapshot } from "../../../domain/wire/board.ts";
import type { DelaySummary } from "../../../domain/wire/delay.ts";
import type { BoardView } from "../board/store.ts";

/** What a screen draws a moment of the past from: nothing of it moves, and who was told then is not shown. */
export function pastView(snapshot: Snapshot, delay: DelaySummary | null): BoardView {
  return {
    snapshot,
    delay,
    alerts: null,
    forecast: null,
    shopNow: Date.parse(snapshot.asOf),
    link: { kind: "live", ageMs: 0 },
    skewMs: null,
    awake: true,
  };
}
