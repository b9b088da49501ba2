import { LOCKS } from "../lock-numbers.ts";
import type { Sql } from "../sql.ts";

/** Shop time at one moment of machine time; both epoch ms. */
export interface ClockAnchor {
  shopAt: number;
  machineAt: number;
}

interface AnchorRow {
  text: string;
  shop_at: number;
  machine_at: number;
  alive_at: number;
}

/** Silence longer than this means that no process ran; it covers a few missed signs of life. */
const STILL_AFTER_MS = 5_000;

/**
 * Continues the anchor that the same text set, or sets a new one. Shop time that runs faster than real stands still
 * while nothing runs: the anchor is then moved by the gap.
 * @returns the anchor, or until when data is stored if the new start would lie before it
 */
export async function anchorClock(
  sql: Sql,
  wanted: { text: string; startAt: number; speed: number; machineNow: number },
): Promise<ClockAnchor | { storedUntil: number }> {
  return sql.begin(async (tx): Promise<ClockAnchor | { storedUntil: number }> => {
    await tx`select pg_advisory_xact_lock(${LOCKS.clock})`;
    const [row] = await tx<
      AnchorRow[]
    >`select text, shop_at, machine_at, alive_at from clock_anchor where one = 1`;
    if (row?.text === wanted.text) {
      const gap = wanted.machineNow - row.alive_at;
      const stoodStill = wanted.speed > 1 && gap > STILL_AFTER_MS;
      const machineAt = stoodStill ? row.machine_at + gap : row.machine_at;
      await tx`
        update clock_anchor set machine_at = ${new Date(machineAt)}, alive_at = ${new Date(wanted.machineNow)}
        where one = 1`;
      return { shopAt: row.shop_at, machineAt };
    }
    const [stored] = await tx<{ until: number | null }[]>`select max(occurred_at) as until from events`;
    if (stored?.until != null && stored.until > wanted.startAt) return { storedUntil: stored.until };
    await tx`
      insert into clock_anchor (one, text, shop_at, machine_at, alive_at)
      values (1, ${wanted.text}, ${new Date(wanted.startAt)}, ${new Date(wanted.machineNow)},
        ${new Date(wanted.machineNow)})
      on conflict (one) do update set text = excluded.text, shop_at = excluded.shop_at,
        machine_at = excluded.machine_at, alive_at = excluded.alive_at`;
    return { shopAt: wanted.startAt, machineAt: wanted.machineNow };
  });
}

/**
 * A sign of life of a process that runs on this anchor. One that started while nobody could give any may have taken the
 * shop for standing still and moved the anchor: whoever ran through tells, and the anchor that is further holds for all.
 * @returns the anchor's moment of machine time; null when the text no longer holds
 */
export async function keepAlive(
  sql: Sql,
  { text, machineNow, machineAt }: { text: string; machineNow: number; machineAt: number },
): Promise<number | null> {
  const [row] = await sql<{ machine_at: number }[]>`
    update clock_anchor set alive_at = greatest(alive_at, ${new Date(machineNow)}),
      machine_at = least(machine_at, ${new Date(machineAt)})
    where one = 1 and text = ${text} returning machine_at`;
  return row?.machine_at ?? null;
}
