import { randomUUID } from "node:crypto";
import type { Tx } from "../../db/sql.ts";
import { type LockedAlert, lockAlerts, readAlertIdsOf } from "../../db/stores/alert-actions.ts";
import {
  type LastStep,
  type LockedCall,
  lockCall,
  readCallsSince,
  readLastSteps,
} from "../../db/stores/call-place.ts";
import { callKey, insertNotifications } from "../../db/stores/notifications.ts";
import { readRules } from "../../db/stores/policies.ts";
import { type InLine, lineOf } from "../../domain/escalation/call-line.ts";
import type { Context } from "../platform/context.ts";
import { NO_CHAT } from "./fall-back.ts";
import { stepsOf, withBeyond } from "./line-beyond.ts";
import { directoryWithin, ownerOf, tellGroups } from "./tell-groups.ts";

/** Why a call went on to the next person. */
export type CallNextReason =
  | "busy"
  | "no_answer"
  | "failed"
  | "voicemail"
  | "silence"
  | "hung_up"
  | "passed"
  /** No phone rang. */
  | "not_placed";

/**
 * Calls the next person in line at once, about those alerts of a call that nobody has taken. While another of its
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
  const steps = await readLastSteps(
    tx,
    open.map(({ id }) => id),
    "voice",
  );
  // One that came to the call without a voice step of its own knows less of whose turn it is.
  const lead = open.find(({ id }) => steps.has(id)) ?? open[0];
  const call = await lockCall(tx, notificationId);
  if (!lead || !call) return null;
  const last = steps.get(lead.id) ?? null;
  const made = await readCallsSince(tx, lead.id, last && roundSince(context, last));
  const another = made.find(({ id, live }) => live && id !== call.id);
  if (another) return another.id;
  // Whoever was rung before it was passed on is in line again.
  const passedAt = made.findLastIndex(({ passedOn }) => passedOn);
  const step = passedAt < 0 ? last : null;
  const asked = new Set([
    call.personId,
    ...made.slice(Math.max(0, passedAt)).map(({ personId }) => personId),
  ]);
  const line = await lineFor(tx, context, lead, call, step);
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
      fallbackReason: !step && NO_CHAT.includes(call.fallbackReason) ? call.fallbackReason : next.gap,
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
    said: {
      ...(call.personName ? { fromName: call.personName } : {}),
      toName: next.person.name,
      ...(reason === "not_placed" ? { notCalled: true } : {}),
    },
  });
  return id!;
}

function roundSince({ clock }: Context, { firedAt }: LastStep): { shopMs: number; machineMs: number } {
  return { shopMs: firedAt, machineMs: clock.machineNow() - (clock.shopNow() - firedAt) / clock.speed };
}

/**
 * The people of the voice step that began the calls. Where none did (somebody passed it on, or no group could be told) it
 * is the line of those whom it can be passed to, and goes on after whoever was called.
 */
async function lineFor(
  tx: Tx,
  context: Context,
  lead: LockedAlert,
  call: LockedCall,
  step: LastStep | null,
): Promise<InLine[]> {
  const { settings } = await readRules(tx);
  const steps = await stepsOf(tx, lead.id);
  const targets = step
    ? (steps[step.step]?.targets ?? [])
    : withBeyond(steps.find(({ kind }) => kind === "voice"));
  const line = lineOf(await directoryWithin(tx, context), settings, targets, {
    ownerRole: await ownerOf(tx, context, lead.node),
    atMs: context.clock.shopNow(),
    severity: lead.severity,
    way: "voice",
  });
  return step ? line : after(line, call.personId);
}

/** A line that goes round, from behind somebody; from its beginning when they do not stand in it. */
function after(line: readonly InLine[], personId: string | null): InLine[] {
  const place = line.findIndex(({ person }) => person.id === personId);
  return [...line.slice(place + 1), ...line.slice(0, place + 1)];
}
