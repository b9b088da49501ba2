import { createHash, createHmac, randomBytes } from "node:crypto";
import type { Sql } from "../../db/sql.ts";
import { type ContactRow, findContact } from "../../db/stores/contacts.ts";
import { ensureSecret } from "../../db/stores/secrets.ts";
import type { Context } from "../platform/context.ts";

const SECRET_BYTES = 32;
const DIGITS = 6;

/** What codes are derived from: made once per shop. */
export function codeSecret(sql: Sql): Promise<Buffer> {
  return ensureSecret(sql, "codes", randomBytes(SECRET_BYTES));
}

/**
 * The code of one send: derived anew whenever it has to be said, so that it lies in no row, log or answer on its way.
 * @param sentAt machine time, epoch ms: another send is another code
 * @returns six digits
 */
export function deriveCode(
  secret: Uint8Array,
  { id, address }: Pick<ContactRow, "id" | "address">,
  sentAt: number,
): string {
  const mac = createHmac("sha256", secret).update(`${id}|${address}|${sentAt}`).digest();
  return String(mac.readUIntBE(0, 6) % 10 ** DIGITS).padStart(DIGITS, "0");
}

/** The code that waits to be said for a contact; null when it asks for none any more. */
export async function verificationCode(
  { sql }: Pick<Context, "sql">,
  contactId: string,
): Promise<string | null> {
  const contact = await findContact(sql, contactId);
  if (!contact?.codeHash || contact.codeSentAt === null) return null;
  return deriveCode(await codeSecret(sql), contact, contact.codeSentAt);
}

/** What is kept of a code. */
export function hashCode(contactId: string, code: string): Buffer {
  return createHash("sha256").update(`${contactId}|${code}`).digest();
}
