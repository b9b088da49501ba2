import { randomUUID } from "node:crypto";
import type { Tx } from "../../db/sql.ts";
import { type LockedAlert, lockAlerts, readAlertIdsOf } from "../../db/stores/alert-actions.ts";
import { lockCall, readCallsSince, readLastStep } from "../../db/stores/call-place.ts";
import { callKey, insertNotifications } from "../../db/stores/notifications.ts";
import { readRules } from "../../db/stores/policies.ts";
import { type InLine, lineOf } from "../../domain/escalation/call-line.ts";
import { policyVersion } from "../../domain/escalation/policy.ts";
import type { Context } from "../platform/context.ts";
import { directoryWithin, ownerOf, tellGroups } from "./tell-groups.ts";

/** Why a call went on to the next person. */
export type CallNextReason = "busy" | "no_answer" | "failed" | "voicemail" | "silence" | "hung_up" | "passed";

/**
 * Calls the next person of the step at once, about those alerts of a call that nobody has taken. While another of its
 * people is being called already, that call goes on: telling the same end twice calls nobody twice. After the last one
 * nobody is called: the step's repeat goes on from the start when its time comes.
 *
 * Locks orders, visits, alerts and then the notification: call it before any row of the notification is changed in this
 * transaction. The caller pokes "notify" and "alerts" after it.
 * @returns the notification of the next call; null: nobody is left, or nothing to call about
 */
export async function callNext(
  tx: Tx,
  context: Context,
  notificationId: string,
  reason: CallNextReason,
): Promise<string | null> {
  const now = context.clock.shopNow();
  const alerts = await lockAlerts(tx, await readAlertIdsOf(tx, notificationId), now);
  const open = alerts.filter((alert) => alert.state === "open").sort((a, b) => a.dueAt - b.dueAt);
  const [lead] = open;
  const call = await lockCall(tx, notificationId);
  if (!lead || !call) return null;
  const last = await readLastStep(tx, lead.id, "voice");
  if (!last) return null;
  const made = await readCallsSince(tx, lead.id, last.firedAt);
  const another = made.find(({ id, live }) => live && id !== call.id);
  if (another) return another.id;
  const asked = new Set([call.personId, ...made.map(({ personId }) => personId)]);
  const line = await lineFor(tx, context, lead, last);
  const next = line.find(({ person }) => !asked.has(person.id));
  if (!next) return null;
  const [id] = await insertNotifications(tx, [
    {
      id: randomUUID(),
      purpose: "step",
      kind: "voice",
      topic: null,
      node: lead.node,
      severity: lead.severity,
      personId: next.person.id,
      groupKey: null,
      targetNo: next.targetNo,
      fallbackReason: next.gap,
      gatherKey: callKey(lead.node, next.person.id),
      priority: call.priority,
      // It is due now: lateness counts from the call before.
      stepDueAt: now,
      createdAt: now,
      sendAt: now,
      alertIds: open.map((alert) => alert.id),
    },
  ]);
  await tellGroups(tx, context, open, {
    topic: reason === "passed" ? "passed_on" : "escalated",
    personId: null,
    said: { ...(call.personName ? { fromName: call.personName } : {}), toName: next.person.name },
  });
  return id!;
}

/** The people of the voice step that an alert was last told by. */
async function lineFor(
  tx: Tx,
  context: Context,
  lead: LockedAlert,
  { policy, policyValidFrom, step }: { policy: string; policyValidFrom: number; step: number },
): Promise<InLine[]> {
  const rules = await readRules(tx);
  const targets = policyVersion(rules, policy, policyValidFrom)?.steps[step]?.targets ?? [];
  return lineOf(await directoryWithin(tx, context), rules.settings, targets, {
    ownerRole: await ownerOf(tx, context, lead.node),
    atMs: context.clock.shopNow(),
    severity: lead.severity,
    way: "voice",
  });
}
