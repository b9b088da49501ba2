import type { Tx } from "../../db/sql.ts";
import type { LockedOrder } from "../../db/stores/orders.ts";
import type { VisitOfOrder } from "../../db/stores/visits.ts";
import { type EscalationRules, type PolicySubject, policyFor } from "../../domain/escalation/policy.ts";
import { firstStepAt } from "../../domain/escalation/steps.ts";
import type { Visit } from "../../domain/order/types.ts";
import { newest } from "../../domain/settings/history.ts";
import type { SettingsHistory } from "../../domain/settings/types.ts";
import type { Context } from "../platform/context.ts";

/** By what the steps of a visit are found. */
export interface StepTerms {
  settings: SettingsHistory;
  rules: EscalationRules;
}

/** Under what a fold runs: the settings as one revision has them, and the two times. */
export interface FoldTerms extends StepTerms {
  /** Epoch ms. */
  shopNow: number;
  machineNow: number;
  /** Received so long after it began and late already: imported (shop ms). */
  lateAfterMs: number;
}

/** Sources tell within minutes; what comes later and is red already is history. Shop time. */
const LATE_AFTER_MS = 15 * 60_000;
/** The same where the shop's clock runs fast: a batch still has to travel. Machine time. */
const TRAVEL_MS = 10_000;

/** @param revision of the settings, as this transaction sees it */
export async function foldTerms(context: Context, revision: number, tx: Tx): Promise<FoldTerms> {
  const [settings, rules] = await Promise.all([
    context.settings.get(revision, tx),
    context.rules.get(revision, tx),
  ]);
  return termsNow(context, settings, rules);
}

/** The same with settings that are not committed yet, which no cache may keep. */
export function termsNow(
  { clock }: Pick<Context, "clock">,
  settings: SettingsHistory,
  rules: EscalationRules,
): FoldTerms {
  return {
    settings,
    rules,
    shopNow: clock.shopNow(),
    machineNow: clock.machineNow(),
    lateAfterMs: Math.max(LATE_AFTER_MS, TRAVEL_MS * clock.speed),
  };
}

/** What of an order its policies are chosen by, as it stands. */
export type OrderSubject = Pick<PolicySubject, "orderNo" | "channel" | "segment" | "customerTier">;

export function subjectOf({ orderNo, folded: { facts } }: LockedOrder): OrderSubject {
  const { channel = null, segment = null, customerTier = null } = facts;
  return { orderNo, channel, segment, customerTier };
}

export function sameSubject(a: OrderSubject, b: OrderSubject): boolean {
  return a.channel === b.channel && a.segment === b.segment && a.customerTier === b.customerTier;
}

/** The first moment at which a step of the visit's policy may fire; null: none does, or the visit has ended. */
export function firstStepOf(
  visit: Visit,
  subject: OrderSubject,
  { settings, rules }: StepTerms,
): number | null {
  if (visit.leftAt !== null || visit.dueAt === null) return null;
  const severity = newest(settings.nodes.get(visit.node)!).severity;
  const policy = policyFor(rules, { ...subject, node: visit.node, severity, dueAt: visit.dueAt }, settings);
  return policy && firstStepAt(policy.steps, visit);
}

/** A visit that was not there before: one that is late already since it was imported late raises nothing unless asked. */
export function freshVisit(
  order: LockedOrder,
  visit: Visit,
  subject: OrderSubject,
  terms: FoldTerms,
): VisitOfOrder {
  const { shopNow, lateAfterMs, rules } = terms;
  const isLate = visit.dueAt !== null && visit.dueAt <= shopNow && visit.enteredAt <= shopNow - lateAfterMs;
  const nextStepAt = isLate && !rules.settings.tellLate ? null : firstStepOf(visit, subject, terms);
  return { orderId: order.id, visit, nextStepAt };
}

/** A visit that was open already. @param before what its policy was chosen by until now */
export function knownVisit(
  order: LockedOrder,
  visit: Visit,
  subject: OrderSubject,
  before: OrderSubject,
  terms: FoldTerms,
): VisitOfOrder {
  const nextStepAt = firstStepOf(visit, subject, terms);
  const anew =
    nextStepAt !== null && !sameSubject(subject, before) && firstStepOf(visit, before, terms) === null;
  return { orderId: order.id, visit, nextStepAt, anew };
}
