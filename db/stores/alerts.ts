import { numberArray, textArray } from "../array.ts";
import type { Tx } from "../sql.ts";

export type Resolution = "left" | "deadline_moved" | "rewritten" | "by_hand";

/** Where an alert hangs that is not resolved. Shop time, epoch ms. */
export interface HangingAlert {
  id: string;
  orderId: number;
  visitId: string;
  token: string;
  node: string;
  openedAt: number;
}

/** The alerts of these orders that are not resolved, locked, the oldest first. */
export async function lockHangingAlerts(tx: Tx, orderIds: readonly number[]): Promise<HangingAlert[]> {
  const rows = await tx<HangingAlert[]>`
    select id, order_id as "orderId", visit_id as "visitId", token, node, opened_at as "openedAt" from alerts
    where order_id = any(${numberArray(orderIds)}::bigint[]) and state <> 'resolved' order by id for update`;
  return rows.sort((a, b) => a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1));
}

/** Hangs alerts on other visits. */
export async function moveAlerts(
  tx: Tx,
  moves: readonly { id: string; visitId: string; enteredAt: number }[],
): Promise<void> {
  if (moves.length === 0) return;
  await tx`
    update alerts a set visit_id = n.visit_id, entered_at = to_timestamp(n.entered_at / 1000.0)
    from unnest(
      ${textArray(moves.map((m) => m.id))}::uuid[], ${textArray(moves.map((m) => m.visitId))}::uuid[],
      ${numberArray(moves.map((m) => m.enteredAt))}::float8[]
    ) as n(id, visit_id, entered_at)
    where a.id = n.id`;
}

/** Resolves alerts that are not yet. @param now shop time, epoch ms */
export async function resolveAlertRows(
  tx: Tx,
  ended: readonly { id: string; resolution: Resolution }[],
  now: number,
): Promise<void> {
  await tx`
    update alerts a set state = 'resolved', resolved_at = to_timestamp(${now / 1000}::float8), resolution = n.resolution
    from unnest(
      ${textArray(ended.map((e) => e.id))}::uuid[], ${textArray(ended.map((e) => e.resolution))}::text[]
    ) as n(id, resolution)
    where a.id = n.id and a.state <> 'resolved'`;
}
