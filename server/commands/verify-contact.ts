import { timingSafeEqual } from "node:crypto";
import type { Tx } from "../../db/sql.ts";
import { dropCodes } from "../../db/stores/contact-messages.ts";
import { countCodesSent, countTry, keepCode, lockContact, markVerified } from "../../db/stores/contacts.ts";
import type { Contact } from "../../domain/oncall/types.ts";
import { poke } from "../live/poke.ts";
import { codeSecret, deriveCode, hashCode } from "../oncall/verification-code.ts";
import type { Context } from "../platform/context.ts";
import { findContactOf } from "./change-contacts.ts";
import { changeDirectory } from "./change-directory.ts";
import { Refusal } from "./refusal.ts";
import { tellContact } from "./tell-contact.ts";

const MINUTE_MS = 60_000;
/** A code that was not given back by then is worth nothing. Machine time. */
export const CODE_LIFE_MS = 10 * MINUTE_MS;
/** Wrong codes after which the right one does not count any more. */
export const CODE_TRIES = 5;
/** Between two codes for one contact. */
export const RESEND_AFTER_MS = MINUTE_MS;
/** Codes for one contact within an hour: who guesses has 25 tries of a million. */
export const CODES_AN_HOUR = 5;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * Sends a code to a contact; earlier ones count no more.
 * @returns until when it may be given back, machine time
 * @throws Refusal when it counts already, no channel reaches it, or codes are asked for too often
 */
export async function sendCode(
  context: Context,
  actor: string,
  personId: string,
  id: string,
): Promise<{ notificationId: string; expiresAt: number }> {
  const secret = await codeSecret(context.sql);
  const sent = await changeDirectory(context, actor, async ({ tx, directory, nowMs, audit }) => {
    const { person, contact } = findContactOf(directory, personId, id);
    if (contact.verified)
      throw new Refusal(
        "verified_already",
        `${contact.kind} of ${person.name} counts already; nothing to verify`,
      );
    await refuseTooOften(tx, id, nowMs);
    await dropCodes(tx, id);
    const code = deriveCode(secret, contact, nowMs);
    await keepCode(tx, id, hashCode(id, code), nowMs);
    const notificationId = await tellContact(tx, context, directory, { person, contact, purpose: "verify" });
    await audit("contact.send_code", `contact:${id}`, { person: person.name, kind: contact.kind });
    return { notificationId, expiresAt: nowMs + CODE_LIFE_MS };
  });
  poke(context, "notify");
  return sent;
}

async function refuseTooOften(tx: Tx, id: string, nowMs: number): Promise<void> {
  const { codeSentAt } = (await lockContact(tx, id))!;
  const again = codeSentAt === null ? 0 : codeSentAt + RESEND_AFTER_MS - nowMs;
  if (again > 0) {
    const detail = `a code was sent a moment ago; another one can be sent in ${Math.ceil(again / 1_000)} s`;
    throw new Refusal("code_sent_already", detail, { kind: "too_often", retryAfterMs: again });
  }
  if ((await countCodesSent(tx, id, nowMs - HOUR_MS)) >= CODES_AN_HOUR) {
    const detail = `${CODES_AN_HOUR} codes were sent within the hour; check the address, and try again later`;
    throw new Refusal("too_many_codes", detail, { kind: "too_often", retryAfterMs: HOUR_MS });
  }
}

/**
 * Takes the code back: the contact counts from now on.
 * @throws Refusal when it is not the code, too late, or guessed too often; a wrong one is counted and audited
 */
export async function confirmCode(
  context: Context,
  actor: string,
  personId: string,
  id: string,
  code: string,
): Promise<Contact> {
  // A refusal is returned, not thrown, out of the transaction: the try that it counts must stay.
  const done = await changeDirectory(context, actor, async ({ tx, directory, nowMs, audit }) => {
    const { person, contact } = findContactOf(directory, personId, id);
    const { codeHash, codeSentAt, codeTries } = (await lockContact(tx, id))!;
    const subject = `contact:${id}`;
    const detail = { person: person.name, kind: contact.kind };
    const sendAnother = `send another one: POST /api/v1/people/${personId}/contacts/${id}/verify`;
    if (codeHash === null || codeSentAt === null)
      return new Refusal(
        "no_code",
        contact.verified ? "it counts already" : `no code was sent yet; ${sendAnother}`,
      );
    if (nowMs >= codeSentAt + CODE_LIFE_MS)
      return new Refusal(
        "code_expired",
        `the code was sent more than ${CODE_LIFE_MS / MINUTE_MS} minutes ago; ${sendAnother}`,
      );
    if (codeTries >= CODE_TRIES)
      return new Refusal("too_many_tries", `${CODE_TRIES} wrong codes were given; ${sendAnother}`);
    if (!timingSafeEqual(hashCode(id, code), codeHash)) {
      await countTry(tx, id);
      await audit("contact.wrong_code", subject, { ...detail, tries: codeTries + 1 });
      const left = CODE_TRIES - codeTries - 1;
      return new Refusal(
        "wrong_code",
        `code: it is not the one that was sent; ${left > 0 ? `${left} tries left` : sendAnother}`,
      );
    }
    await markVerified(tx, id, nowMs);
    await dropCodes(tx, id);
    await audit("contact.verify", subject, detail);
    return { ...contact, verified: true };
  });
  if (done instanceof Refusal) throw done;
  return done;
}
