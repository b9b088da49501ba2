import { emptyRow, totalsOf } from "../../domain/board/count.ts";
import { nodesByRank } from "../../domain/settings/history.ts";
import type { SettingsHistory } from "../../domain/settings/types.ts";
import type { Board, NodeRow } from "../../domain/wire/board.ts";

/** A node's row as Redis keeps it: "green yellow red breached oldest", oldest in epoch ms or "-". */
export type PackedRow = string;

/** A row of the board; null when the node is not among the settings at hand. */
export function unpackRow(settings: SettingsHistory, key: string, packed: PackedRow): NodeRow | null {
  const node = settings.nodes.get(key)?.at(-1);
  if (node === undefined) return null;
  const [green, yellow, red, breached, oldest] = packed.split(" ");
  return {
    ...emptyRow(node),
    green: Number(green),
    yellow: Number(yellow),
    red: Number(red),
    breached: Number(breached),
    oldestEnteredAt: oldest === "-" ? null : new Date(Number(oldest)).toISOString(),
  };
}

/** Every node in rank order, also those that Redis knows nothing of yet. */
export function unpackRows(
  settings: SettingsHistory,
  packed: ReadonlyMap<string, PackedRow>,
  orders: number,
): Pick<Board, "totals" | "nodes" | "watches"> {
  const rows = nodesByRank(settings).map(
    (node) => unpackRow(settings, node.key, packed.get(node.key) ?? "0 0 0 0 -")!,
  );
  const nodes = rows.filter((row) => row.kind !== "watch");
  return { totals: totalsOf(nodes, orders), nodes, watches: rows.filter((row) => row.kind === "watch") };
}
