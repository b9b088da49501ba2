import type { Tx } from "../../db/sql.ts";
import { beginFold } from "../../db/stores/locks.ts";
import { lockOrdersById, readOrderIds } from "../../db/stores/orders.ts";
import { poke } from "../live/poke.ts";
import type { Context } from "../platform/context.ts";
import { retryingConflicts } from "../platform/retry.ts";
import { refoldOrders } from "./fold-orders.ts";
import { foldTerms } from "./plan-steps.ts";

/** Orders folded again in one transaction: their rows are locked that long. */
const CHUNK = 200;

/**
 * Folds every order's log again, while events go on arriving. By law it changes nothing; it is for a fold that was
 * mended, and for proof.
 * @param progress called after each chunk with the orders done so far
 */
export async function rebuildVisits(context: Context, progress?: (orders: number) => void): Promise<number> {
  let done = 0;
  for await (const ids of readOrderIds(context.sql, CHUNK)) {
    await retryingConflicts(() =>
      context.sql.begin(async (begun) => {
        const tx = begun as unknown as Tx;
        await beginFold(tx);
        const [row] = await tx<{ revision: number }[]>`select revision from settings_revision`;
        const terms = await foldTerms(context, row!.revision, tx);
        await refoldOrders(tx, await lockOrdersById(tx, ids), terms);
      }),
    );
    poke(context, "outbox");
    done += ids.length;
    progress?.(done);
  }
  return done;
}
