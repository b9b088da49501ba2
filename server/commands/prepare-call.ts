import type { Tx } from "../../db/sql.ts";
import { type Attempt, findAttempt, readAttempts, renameAttempt } from "../../db/stores/attempts.ts";
import { countWaitingCalls, forgetAttempt, lockNotification, requeueCall } from "../../db/stores/calls.ts";
import { readEscalationSettings } from "../../db/stores/escalation-settings.ts";
import { countSend, ownBudget, readSends } from "../../db/stores/sends.ts";
import type { NotificationFacts } from "../../domain/escalation/words/facts.ts";
import type { Contact } from "../../domain/oncall/types.ts";
import type { RateLimit } from "../channels/types.ts";
import { ALIYUN_PER_CALLEE } from "../channels/voice/aliyun/aliyun.ts";
import { providersFor } from "../channels/voice/providers.ts";
import type { CallProvider, CallPurpose, VoiceCall } from "../channels/voice/types.ts";
import { verificationCode } from "../oncall/verification-code.ts";
import type { Context } from "../platform/context.ts";
import { readDirectory } from "../queries/directory.ts";
import { readNotificationFacts } from "../queries/notification-facts.ts";

/** Why no call is placed, in the words of the ledger. */
export interface NoCall {
  code: "no_contact" | "no_code" | "no_provider" | "canceled" | "callee_limit";
  message: string;
}

export type Prepared =
  | { kind: "ready"; provider: CallProvider; call: VoiceCall }
  /** The notification is back in the queue. Machine time. */
  | { kind: "held"; untilMs: number }
  | { kind: "none"; why: NoCall };

/** Finds out whom to call about what, and through which company; takes its part of the budget. */
export async function prepareCall(context: Context, attempt: Attempt): Promise<Prepared> {
  const facts = await readNotificationFacts(context, attempt.notificationId);
  const contact = facts && (await contactOf(context, facts));
  if (!facts || !contact) return none("no_contact", "the person has no verified phone");
  const purpose = await purposeOf(context, facts, contact);
  if (!purpose) return none("no_code", "the code is not wanted any more");
  const able = providersFor(context, contact.address);
  if (able.length === 0)
    return none("no_provider", "no company that calls this number is set up: set TWILIO_* or ALIYUN_*");
  const { ringS, pledgeMs } = await readEscalationSettings(context.sql);
  const chosen = await context.sql.begin((begun) =>
    choose(begun as unknown as Tx, context, attempt, contact, able),
  );
  if (chosen.kind !== "provider") return chosen;
  const call: VoiceCall = {
    attemptId: attempt.id,
    to: contact.address,
    language: facts.person?.language ?? "zh-CN",
    ringS,
    purpose,
    facts,
    pledgeUntilMs: facts.nowMs + pledgeMs,
  };
  return { kind: "ready", provider: chosen.provider, call };
}

const none = (code: NoCall["code"], message: string) => ({ kind: "none", why: { code, message } }) as const;

async function contactOf(context: Context, facts: NotificationFacts): Promise<Contact | null> {
  const { person, subject } = facts;
  const known = person && (await readDirectory(context)).people.get(person.id);
  const named = (contact: Contact) =>
    subject.contactId === undefined ? contact.verified : contact.id === subject.contactId;
  return known?.contacts.find((contact) => contact.kind === "phone" && named(contact)) ?? null;
}

async function purposeOf(
  context: Context,
  { purpose }: NotificationFacts,
  contact: Contact,
): Promise<CallPurpose | null> {
  if (purpose === "test") return { kind: "test" };
  if (purpose !== "verify") return { kind: "ask" };
  const code = await verificationCode(context, contact.id);
  return code === null ? null : { kind: "code", code };
}

type Chosen = Exclude<Prepared, { kind: "ready" }> | { kind: "provider"; provider: CallProvider };

/** One at a time, so that no two callers count the same second. */
async function choose(
  tx: Tx,
  { clock }: Context,
  attempt: Attempt,
  contact: Contact,
  able: readonly CallProvider[],
): Promise<Chosen> {
  const notification = await lockNotification(tx, attempt.notificationId);
  if (!notification || notification.cancelAt !== null) return none("canceled", "it is wanted no more");
  const given = await findAttempt(tx, attempt.id);
  if (given === null || given.settledAt !== null) return none("canceled", "it was given up meanwhile");
  await ownBudget(tx, "voice");
  const now = clock.machineNow();
  const earlier = (await readAttempts(tx, attempt.notificationId)).filter(({ id }) => id !== attempt.id);
  const candidates = inTurn(able, earlier);
  if (candidates.length === 0) return none("no_provider", "every company that could call has refused");
  let freeAt = Number.POSITIVE_INFINITY;
  for (const provider of candidates) {
    const budgets = budgetsOf(provider, contact);
    const at = Math.max(...(await Promise.all(budgets.map((budget) => freeFrom(tx, budget, now)))));
    if (at > now) {
      // A person's own limit is no queue: by then somebody else was to be called.
      if (at - now <= LONGEST_HOLD_MS) freeAt = Math.min(freeAt, at);
      continue;
    }
    for (const { account, limits } of budgets) await countSend(tx, account, now, longest(limits));
    await renameAttempt(tx, attempt.id, { provider: provider.name, account: contact.id });
    return { kind: "provider", provider };
  }
  if (freeAt === Number.POSITIVE_INFINITY)
    return none("callee_limit", "called as often as the company allows");
  const untilMs = freeAt + (await countWaitingCalls(tx, now)) * MS_PER_CALL;
  await forgetAttempt(tx, attempt.id);
  await requeueCall(tx, attempt.notificationId, { untilMs, reason: "rate" });
  return { kind: "held", untilMs };
}

const MS_PER_CALL = 1_000;
/** Longer than a second's budget, shorter than anybody should wait for a person who may not be called now. */
const LONGEST_HOLD_MS = 5_000;

/** Those that have not refused it, the least tried first. */
function inTurn(able: readonly CallProvider[], earlier: readonly Attempt[]): CallProvider[] {
  const triesOf = ({ name }: CallProvider) => earlier.filter(({ provider }) => provider === name);
  return able
    .filter((provider) => !triesOf(provider).some(({ answer }) => answer?.verdict === "final"))
    .toSorted((a, b) => triesOf(a).length - triesOf(b).length);
}

interface Budget {
  account: string;
  limits: readonly RateLimit[];
}

function budgetsOf({ name, limits }: CallProvider, contact: Contact): Budget[] {
  const own = { account: name, limits };
  return name === "aliyun" ? [own, { account: `${name}:${contact.id}`, limits: ALIYUN_PER_CALLEE }] : [own];
}

const longest = (limits: readonly RateLimit[]) => Math.max(...limits.map(({ windowMs }) => windowMs));

/** When the next call may go; machine time. */
async function freeFrom(tx: Tx, { account, limits }: Budget, now: number): Promise<number> {
  const sent = (await readSends(tx, [account], now - longest(limits))).get(account) ?? [];
  const free = limits.map(({ windowMs, most }) => {
    const within = sent.filter((at) => at > now - windowMs);
    return within.length < most ? now : within[within.length - most]! + windowMs;
  });
  return Math.max(...free);
}
