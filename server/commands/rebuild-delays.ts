import type { Tx } from "../../db/sql.ts";
import { logEveryEnded, shrinkLog } from "../../db/stores/delay-log.ts";
import { clearSums, whileOwningSums } from "../../db/stores/delay-sums.ts";
import type { Context } from "../platform/context.ts";
import { NOTES_PER_TAKE, sumDelays } from "./sum-delays.ts";

/** A rebuild has the sums to itself more often than not: larger takes fall into fewer buckets. */
const NOTES_PER_TAKE_AFTER = 4 * NOTES_PER_TAKE;

/**
 * Makes the sums of overdue time anew from the visits, while everything runs. By law it changes nothing: from its first
 * moment on every answer counts what is in the log instead. Ends when the log is in the sums.
 */
export async function rebuildDelays(context: Pick<Context, "sql">): Promise<void> {
  const { sql } = context;
  await whileOwningSums(sql, () =>
    sql
      .begin("isolation level repeatable read", async (begun) => {
        const tx = begun as unknown as Tx;
        await clearSums(tx);
        await logEveryEnded(tx);
      })
      .then(() => {}),
  );
  for (;;) {
    const taken = await sumDelays(context, NOTES_PER_TAKE_AFTER);
    if (taken === 0) break;
    if (taken === "busy") await new Promise((resolve) => setTimeout(resolve, BUSY_MS));
  }
  await shrinkLog(sql);
}

const BUSY_MS = 100;
