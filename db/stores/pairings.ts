import type { Tx } from "../sql.ts";

/** A television that shows a code. Machine time, epoch ms. */
export interface PairingLine {
  id: string;
  userCode: string;
  createdAt: number;
  expiresAt: number;
  intervalMs: number;
  polledAt: number | null;
  /** used: a credential was fetched, and the television has not come with it yet. */
  state: "waiting" | "approved" | "denied" | "used";
  tvId: string | null;
}

const columns = (tx: Tx) => tx`
  id, user_code as "userCode", created_at as "createdAt", expires_at as "expiresAt", interval_ms as "intervalMs",
  polled_at as "polledAt", state, tv_id as "tvId"`;

export interface NewPairing {
  id: string;
  deviceHash: Uint8Array;
  userCode: string;
  createdAt: number;
  expiresAt: number;
  intervalMs: number;
}

/** @returns false when another television shows this code */
export async function insertPairing(tx: Tx, pairing: NewPairing): Promise<boolean> {
  const rows = await tx`
    insert into pairings (id, device_hash, user_code, created_at, expires_at, interval_ms, state)
    values (${pairing.id}, ${pairing.deviceHash}, ${pairing.userCode}, ${new Date(pairing.createdAt)},
      ${new Date(pairing.expiresAt)}, ${pairing.intervalMs}, 'waiting')
    on conflict (user_code) do nothing returning id`;
  return rows.length > 0;
}

/** The pairing that shows a code, locked until the transaction ends; null: none does. */
export async function lockPairingByCode(tx: Tx, userCode: string): Promise<PairingLine | null> {
  const [row] = await tx<PairingLine[]>`
    select ${columns(tx)} from pairings where user_code = ${userCode} for update`;
  return row ?? null;
}

/** The pairing of who has the device code, locked until the transaction ends. @param hash SHA-256 of the code */
export async function lockPairingByDevice(tx: Tx, hash: Uint8Array): Promise<PairingLine | null> {
  const [row] = await tx<PairingLine[]>`
    select ${columns(tx)} from pairings where device_hash = ${hash} for update`;
  return row ?? null;
}

export async function savePairing(
  tx: Tx,
  { id, state, tvId, intervalMs, polledAt }: PairingLine,
): Promise<void> {
  await tx`
    update pairings set state = ${state}, tv_id = ${tvId}, interval_ms = ${intervalMs},
      polled_at = ${polledAt === null ? null : new Date(polledAt)}
    where id = ${id}`;
}

/** How many televisions wait to be approved. @param now machine time, epoch ms */
export async function countWaiting(tx: Tx, now: number): Promise<number> {
  const [row] = await tx<{ count: number }[]>`
    select count(*)::int as count from pairings where state = 'waiting' and expires_at > ${new Date(now)}`;
  return row!.count;
}

/**
 * Forgets pairings that ended before an instant (machine time, epoch ms).
 * @returns the televisions among them that were approved and never came for their credential
 */
export async function forgetPairings(tx: Tx, before: number): Promise<string[]> {
  const rows = await tx<{ state: string; tvId: string | null }[]>`
    delete from pairings where expires_at < ${new Date(before)} returning state, tv_id as "tvId"`;
  return rows.flatMap(({ state, tvId }) => (state === "approved" && tvId !== null ? [tvId] : []));
}
