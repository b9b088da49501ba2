import { totalsOf } from "../../domain/board/count.ts";
import type { SettingsHistory } from "../../domain/settings/types.ts";
import type { Delta, NodeRow, Pulse, Snapshot } from "../../domain/wire/board.ts";
import { unpackRow } from "../live/rows.ts";
import { parseMark, type TickerMark, toWatermark } from "../live/watermark.ts";

/** A frame as it lies in the stream. */
export interface Frame {
  streamId: string;
  /** When Redis took it into the stream, epoch ms by its clock. */
  madeAt: number;
  epoch: number;
  seq: number;
  asOfMs: number;
  orders: number;
  settingsRevision: number;
  mark: TickerMark | null;
  /** Node key → packed row, of the nodes that changed. */
  rows: [string, string][];
}

/** Reads one entry of the stream, as XREAD gives it. */
export function parseFrame([streamId, fields]: [string, string[]]): Frame {
  const field = new Map<string, string>();
  for (let i = 0; i + 1 < fields.length; i += 2) field.set(fields[i]!, fields[i + 1]!);
  const packed = (field.get("rows") ?? "").split("\n");
  const rows: [string, string][] = [];
  for (let i = 0; i + 1 < packed.length; i += 2) rows.push([packed[i]!, packed[i + 1]!]);
  return {
    streamId,
    madeAt: Number(streamId.split("-", 1)[0]),
    epoch: Number(field.get("epoch")),
    seq: Number(field.get("seq")),
    asOfMs: Number(field.get("asOf")),
    orders: Number(field.get("orders")),
    settingsRevision: Number(field.get("revision")),
    mark: parseMark(field.get("watermark") ?? null),
    rows,
  };
}

/**
 * A frame as clients get it.
 * @param board the board before it, whose other rows the totals need
 * @returns null when it names a node that the settings at hand do not know
 */
export function deltaOf(
  frame: Frame,
  board: Snapshot,
  settings: SettingsHistory,
  pulse: Pulse,
): Delta | null {
  const changed = new Map<string, NodeRow>();
  for (const [key, packed] of frame.rows) {
    const row = unpackRow(settings, key, packed);
    if (row === null) return null;
    changed.set(key, row);
  }
  const after = board.nodes.map((row) => changed.get(row.key) ?? row);
  return {
    epoch: frame.epoch,
    seq: frame.seq,
    asOf: new Date(frame.asOfMs).toISOString(),
    watermark: toWatermark(frame.mark),
    totals: totalsOf(after, frame.orders),
    nodes: [...changed.values()],
    pulse,
  };
}
