import { numberArray } from "../array.ts";
import type { Tx } from "../sql.ts";

/** Says, in the transaction that changed them, that these orders changed. */
export async function noteChanged(tx: Tx, orderIds: readonly number[], atMs: number): Promise<void> {
  await tx`
    insert into outbox (order_id, created_at)
    select order_id, ${new Date(atMs)} from unnest(${numberArray(orderIds)}::bigint[]) as n(order_id)`;
}
