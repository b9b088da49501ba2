import { useMemo } from "react";
import { LANES, type Lane } from "../../../domain/settings/types.ts";
import type { AlertSummary } from "../../../domain/wire/alerts.ts";
import type { NodeRow, Snapshot } from "../../../domain/wire/board.ts";
import type { DelaySummary } from "../../../domain/wire/delay.ts";
import type { Forecast } from "../../../domain/wire/forecast.ts";
import type { BoardView } from "../board/store.ts";
import type { Words } from "../use-words.ts";

/** Of a screen that chose none. */
export const ALL_LANES: readonly Lane[] = [];

/** Whether a screen shows some lanes only. */
export function isPart(lanes: readonly Lane[]): boolean {
  return lanes.length > 0 && LANES.some((lane) => !lanes.includes(lane));
}

/** 财务、售后: the lanes that a screen shows; null: all of them. */
export function laneWords(lanes: readonly Lane[], { t }: Words): string | null {
  return isPart(lanes) ? lanes.map((lane) => t(`lanes.${lane}`)).join(t("forecast.comma")) : null;
}

/**
 * What of a picture belongs to the lanes that a screen shows, so that all it says adds up to their tiles.
 * @param lanes only these; empty: all
 */
export function useLaneView(view: BoardView, lanes: readonly Lane[]): BoardView {
  const { delay, alerts, forecast } = view;
  const snapshot = boardIn(view.snapshot, lanes);
  const rows = isPart(lanes) ? [...snapshot.nodes, ...snapshot.watches] : null;
  // Counts move all the time, nodes hardly ever: what hangs on the rest is not drawn again with each count.
  const listed = rows && JSON.stringify(rows.map(({ key }) => key));
  const keys = useMemo(() => listed && new Set<string>(JSON.parse(listed)), [listed]);
  return {
    ...view,
    snapshot,
    delay: useMemo(() => (keys && delay ? delayIn(delay, keys) : delay), [delay, keys]),
    alerts: useMemo(() => (keys && alerts ? alertsIn(alerts, keys) : alerts), [alerts, keys]),
    forecast: useMemo(() => (keys && forecast ? forecastIn(forecast, keys) : forecast), [forecast, keys]),
  };
}

/** The board of some lanes. `totals.orders` stays the shop's: one order may wait in several lanes. */
export function boardIn(board: Snapshot, lanes: readonly Lane[]): Snapshot {
  if (!isPart(lanes)) return board;
  const inside = ({ lane }: NodeRow) => lanes.includes(lane);
  const nodes = board.nodes.filter(inside);
  const sum = (light: "green" | "yellow" | "red" | "breached") =>
    nodes.reduce((count, row) => count + row[light], 0);
  const [green, yellow, red] = [sum("green"), sum("yellow"), sum("red")];
  const { orders } = board.totals;
  const totals = { orders, open: green + yellow + red, green, yellow, red, breached: sum("breached") };
  return { ...board, nodes, watches: board.watches.filter(inside), totals };
}

/** Delay of some nodes: their parts are parts of what they cause together. */
function delayIn(delay: DelaySummary, keys: ReadonlySet<string>): DelaySummary {
  const { total, items } = partsOf(delay.nodes.filter(({ key }) => keys.has(key)));
  const cells = delay.cells.filter(({ node }) => keys.has(node));
  return { ...delay, totalOverdueSeconds: total, nodes: items, cells };
}

/** Shares anew, of what remains. */
export function partsOf<T extends { overdueSeconds: number }>(all: readonly T[]) {
  const total = all.reduce((seconds, { overdueSeconds }) => seconds + overdueSeconds, 0);
  const items = all.map((item) => ({ ...item, share: total === 0 ? 0 : item.overdueSeconds / total }));
  return { total, items };
}

function alertsIn(alerts: AlertSummary, keys: ReadonlySet<string>): AlertSummary {
  return {
    ...alerts,
    nodes: alerts.nodes.filter(({ key }) => keys.has(key)),
    newest: alerts.newest.filter(({ node }) => keys.has(node)),
    held: alerts.held.filter(({ node }) => node === null || keys.has(node)),
  };
}

function forecastIn(forecast: Forecast, keys: ReadonlySet<string>): Forecast {
  return {
    ...forecast,
    nodes: forecast.nodes.filter(({ key }) => keys.has(key)),
    cutOffs: forecast.cutOffs.filter(({ node }) => keys.has(node)),
  };
}
