import type { Tx } from "../../db/sql.ts";
import { writeAudit } from "../../db/stores/audit.ts";
import { readRecipientsOfOrder } from "../../db/stores/recipients.ts";
import type { Context } from "../platform/context.ts";
import { missing } from "./refusal.ts";

/** Fields by name, as the source sent them. */
export type OpenRecipient = Record<string, string>;

/**
 * Who receives an order, in full. Each look is written down, in the transaction that reads: without the note there is no
 * answer. The note says which fields were shown and never what they held.
 * @returns null when nobody is stored, or the person was erased
 * @throws Refusal when there is no such order
 */
export function unmaskRecipient(
  { sql, clock }: Pick<Context, "sql" | "clock">,
  actor: string,
  orderNo: string,
): Promise<OpenRecipient | null> {
  return sql.begin(async (begun) => {
    const tx = begun as unknown as Tx;
    const [order] = await tx`select 1 from orders where order_no = ${orderNo}`;
    if (!order) throw missing("unknown_order", `there is no order ${JSON.stringify(orderNo)}`);
    let merged: OpenRecipient = {};
    for (const said of await readRecipientsOfOrder(tx, orderNo)) {
      if (said === null) merged = {};
      else for (const [field, value] of Object.entries(said)) merge(merged, field, value);
    }
    const fields = Object.keys(merged);
    const detail = { fields };
    const at = clock.machineNow();
    await writeAudit(tx, { at, actor, action: "order.unmask", subject: `order:${orderNo}`, detail });
    return fields.length > 0 ? merged : null;
  }) as Promise<OpenRecipient | null>;
}

function merge(into: OpenRecipient, field: string, value: string | null): void {
  if (value === null) delete into[field];
  else into[field] = value;
}
