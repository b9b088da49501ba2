import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { Recipient } from "../../domain/order/types.ts";
import { bytesArray, textArray } from "../array.ts";
import type { Tx } from "../sql.ts";

const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

export interface SealedRecipient {
  id: string;
  orderNo: string;
  sealed: Uint8Array;
}

/** The keys of these orders, made where an order has none yet. */
export async function recipientKeysOf(tx: Tx, orderNos: readonly string[]): Promise<Map<string, Uint8Array>> {
  const sorted = [...new Set(orderNos)].sort();
  await tx`
    insert into recipient_keys (order_no, key)
    select * from unnest(${textArray(sorted)}::text[], ${bytesArray(sorted.map(() => randomBytes(KEY_BYTES)))}::bytea[])
    on conflict do nothing`;
  return readRecipientKeys(tx, sorted);
}

/** The keys that there are; an erased order has none. */
export async function readRecipientKeys(
  tx: Tx,
  orderNos: readonly string[],
): Promise<Map<string, Uint8Array>> {
  const rows = await tx<{ order_no: string; key: Uint8Array }[]>`
    select order_no, key from recipient_keys where order_no = any(${textArray(orderNos)}::text[])`;
  return new Map(rows.map((row) => [row.order_no, row.key]));
}

/** Seals a recipient with its order's key: AES-256-GCM, stored as iv, tag, ciphertext. */
export function sealRecipient(
  id: string,
  orderNo: string,
  key: Uint8Array,
  recipient: Recipient,
): SealedRecipient {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  const text = Buffer.concat([cipher.update(JSON.stringify(recipient), "utf8"), cipher.final()]);
  return { id, orderNo, sealed: Buffer.concat([iv, cipher.getAuthTag(), text]) };
}

/** @throws when the key is another order's or the bytes were changed */
export function openRecipient(key: Uint8Array, sealed: Uint8Array): Recipient {
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, IV_BYTES));
  decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  const text = Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  return JSON.parse(text.toString("utf8"));
}

export async function insertRecipients(tx: Tx, recipients: readonly SealedRecipient[]): Promise<void> {
  await tx`
    insert into recipients (id, order_no, sealed)
    select * from unnest(${textArray(recipients.map((r) => r.id))}::uuid[], ${textArray(recipients.map((r) => r.orderNo))}::text[],
      ${bytesArray(recipients.map((r) => r.sealed))}::bytea[])`;
}

/** Opens a stored recipient; null when the person was erased (the key is gone, or another since). */
export async function readRecipient(tx: Tx, id: string): Promise<Recipient | null> {
  const [row] = await tx<{ sealed: Uint8Array; key: Uint8Array }[]>`
    select r.sealed, k.key from recipients r join recipient_keys k on k.order_no = r.order_no where r.id = ${id}`;
  try {
    return row ? openRecipient(row.key, row.sealed) : null;
  } catch {
    return null;
  }
}

/**
 * What an order's events said of its recipient, in the order in which facts merge; null where one cleared it. Persons who
 * were erased are left out: their key is gone.
 */
export async function readRecipientsOfOrder(tx: Tx, orderNo: string): Promise<(Recipient | null)[]> {
  const rows = await tx<{ sealed: Uint8Array | null; key: Uint8Array | null }[]>`
    select r.sealed, k.key
    from events e
    join orders o on o.id = e.order_id
    left join recipients r on r.id = e.recipient_id
    left join recipient_keys k on k.order_no = o.order_no
    where o.order_no = ${orderNo} and (e.recipient_id is not null or e.body -> 'recipient' = 'null'::jsonb)
    order by e.occurred_at, e.source collate "C", e.id collate "C"`;
  return rows.flatMap(({ sealed, key }) => {
    if (sealed === null) return [null];
    try {
      return key === null ? [] : [openRecipient(key, sealed)];
    } catch {
      return [];
    }
  });
}
