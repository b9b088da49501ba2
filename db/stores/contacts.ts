import type { ContactKind } from "../../domain/oncall/types.ts";
import { textArray } from "../array.ts";
import type { Sql, Tx } from "../sql.ts";

/** A contact with what its verification stands at. Times are machine time, epoch ms. */
export interface ContactRow {
  id: string;
  personId: string;
  kind: ContactKind;
  address: string;
  verifiedAt: number | null;
  codeHash: Uint8Array | null;
  codeSentAt: number | null;
  codeTries: number;
}

const columns = (sql: Sql | Tx) => sql`
  id, person_id as "personId", kind, address, verified_at as "verifiedAt", code_hash as "codeHash",
  code_sent_at as "codeSentAt", code_tries as "codeTries"`;

/** Adds a contact as the last of its person's. It does not count before it is verified. */
export async function insertContact(
  tx: Tx,
  { id, personId, kind, address }: Pick<ContactRow, "id" | "personId" | "kind" | "address">,
): Promise<void> {
  await tx`
    insert into contacts (id, person_id, kind, address, position)
    select ${id}, ${personId}, ${kind}, ${address}, coalesce(max(position) + 1, 0)
    from contacts where person_id = ${personId}`;
}

export async function findContact(sql: Sql | Tx, id: string): Promise<ContactRow | null> {
  const [row] = await sql<ContactRow[]>`select ${columns(sql)} from contacts where id = ${id}`;
  return row ?? null;
}

/** The same, with the row locked until the transaction ends. */
export async function lockContact(tx: Tx, id: string): Promise<ContactRow | null> {
  const [row] = await tx<ContactRow[]>`select ${columns(tx)} from contacts where id = ${id} for update`;
  return row ?? null;
}

/** Gives a contact another address, which is not verified. */
export async function moveContact(tx: Tx, id: string, address: string): Promise<void> {
  await tx`
    update contacts set address = ${address}, verified_at = null, code_hash = null, code_sent_at = null,
      code_tries = 0
    where id = ${id}`;
}

/** Puts a person's contacts into this order, the first is asked first. */
export async function orderContacts(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx`
    update contacts c set position = given.place - 1
    from unnest(${textArray(ids)}::uuid[]) with ordinality given (id, place)
    where c.id = given.id`;
}

export async function deleteContact(tx: Tx, id: string): Promise<void> {
  await tx`delete from contacts where id = ${id}`;
}

/** A code is on its way: those before it count no more. */
export async function keepCode(tx: Tx, id: string, hash: Uint8Array, sentAt: number): Promise<void> {
  await tx`
    update contacts set code_hash = decode(${Buffer.from(hash).toString("hex")}, 'hex'),
      code_sent_at = ${new Date(sentAt)}, code_tries = 0
    where id = ${id}`;
}

/** A wrong code was given. */
export async function countTry(tx: Tx, id: string): Promise<void> {
  await tx`update contacts set code_tries = code_tries + 1 where id = ${id}`;
}

/** The right code was given: it counts from now on, and the code no more. */
export async function markVerified(tx: Tx, id: string, at: number): Promise<void> {
  await tx`
    update contacts set verified_at = ${new Date(at)}, code_hash = null, code_tries = 0 where id = ${id}`;
}

/** How many codes went to a contact since an instant, by the audit. */
export async function countCodesSent(tx: Tx, id: string, since: number): Promise<number> {
  const [row] = await tx<{ n: number }[]>`
    select count(*)::int as n from audit
    where subject = ${`contact:${id}`} and action = 'contact.send_code' and at > ${new Date(since)}`;
  return row!.n;
}
