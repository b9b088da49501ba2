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
    await tx`select pg_advisory_xact_lock(7302003)`;
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

/** A sign of life under this anchor. */
export async function keepAlive(sql: Sql, text: string, machineNow: number): Promise<void> {
  await sql`update clock_anchor set alive_at = ${new Date(machineNow)} where one = 1 and text = ${text}`;
}
