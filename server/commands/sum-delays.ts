import type { Tx } from "../../db/sql.ts";
import { sumLog, tryOwnSums } from "../../db/stores/delay-sums.ts";
import type { Context } from "../platform/context.ts";

/** Notes taken in one transaction: enough that many of them fall into one bucket, few enough to end within a second. */
export const NOTES_PER_TAKE = 5_000;

/**
 * Takes what has ended, and what a refold changed of it, from the log into the sums. Queries count the log as well, so it
 * does not matter to any answer when this runs, only to how quickly it is found.
 * @returns how many notes; "busy" while another process does it
 */
export async function sumDelays(
  { sql }: Pick<Context, "sql">,
  limit = NOTES_PER_TAKE,
): Promise<number | "busy"> {
  return sql.begin(async (begun) => {
    const tx = begun as unknown as Tx;
    // Notes that a crash brings back come with the sums without them, so nothing need wait for the disk.
    await tx`set local synchronous_commit = off`;
    return (await tryOwnSums(tx)) ? sumLog(tx, limit) : "busy";
  });
}
