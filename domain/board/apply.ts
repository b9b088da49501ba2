import type { Delta, NodeRow, Snapshot } from "../wire/board.ts";

/**
 * The board after a frame. Frames of one epoch are numbered without holes, so a hole means that something was missed.
 * @returns the snapshot itself when it already has the frame; "gap" when a new snapshot is needed
 */
export function applyDelta(snapshot: Snapshot, delta: Delta): Snapshot | "gap" {
  if (snapshot.seq === null || snapshot.epoch !== delta.epoch) return "gap";
  if (delta.seq <= snapshot.seq) return snapshot;
  if (delta.seq !== snapshot.seq + 1) return "gap";
  const changed = new Map(delta.nodes.map((row) => [row.key, row]));
  const replace = (rows: NodeRow[]) =>
    rows.map((row) => {
      const now = changed.get(row.key);
      changed.delete(row.key);
      return now ?? row;
    });
  const nodes = replace(snapshot.nodes);
  const watches = replace(snapshot.watches);
  // A node that this board has never heard of: its place among the others is not known here.
  if (changed.size > 0) return "gap";
  const { seq, asOf, watermark, totals, pulse } = delta;
  return { epoch: snapshot.epoch, seq, asOf, watermark, totals, nodes, watches, pulse };
}
