import { randomUUID } from "node:crypto";
import type { Tx } from "../../db/sql.ts";
import type { LockedAlert } from "../../db/stores/alert-actions.ts";
import { readLastTold } from "../../db/stores/call-place.ts";
import { dressNotifications } from "../../db/stores/notification-dress.ts";
import { callKey, insertNotifications, type NewNotification } from "../../db/stores/notifications.ts";
import { readRules } from "../../db/stores/policies.ts";
import { type InLine, lineOf } from "../../domain/escalation/call-line.ts";
import type { Directory, Person } from "../../domain/oncall/types.ts";
import { type Circumstances, whoFor } from "../../domain/oncall/who-for.ts";
import type { Context } from "../platform/context.ts";
import type { AlertActor } from "./alert-requests.ts";
import { stepsOf, withBeyond } from "./line-beyond.ts";
import { byNode, directoryWithin, ownerOf, tellGroups } from "./tell-groups.ts";

interface Ask {
  from: AlertActor;
  /** Null: the next in line. */
  toPersonId: string | null;
  /** Machine time before which nobody is told. */
  holdUntilMs: number;
}

interface Asked {
  to: AlertActor;
  notificationIds: string[];
}

/**
 * Asks the next person, or a chosen one: by a call where the policy calls and they have a phone, and in the groups that
 * were told. The caller has locked the alerts.
 * @returns null when there is nobody, or no way to tell them
 */
export async function askNext(
  tx: Tx,
  context: Context,
  alerts: readonly LockedAlert[],
  ask: Ask,
): Promise<Asked | null> {
  const lead = alerts.reduce((worst, alert) => (alert.dueAt < worst.dueAt ? alert : worst));
  const steps = await stepsOf(tx, lead.id);
  const voice = steps.find((step) => step.kind === "voice");
  const directory = await directoryWithin(tx, context);
  const { settings } = await readRules(tx);
  const circumstances = {
    ownerRole: await ownerOf(tx, context, lead.node),
    atMs: context.clock.shopNow(),
    severity: lead.severity,
    way: voice ? "voice" : "chat",
  } satisfies Circumstances;
  const targets = withBeyond(voice ?? steps.find((step) => step.kind === "chat"));
  const line = lineOf(directory, settings, targets, circumstances);
  const next = ask.toPersonId
    ? chosen(directory, line, ask.toPersonId)
    : after(line, ask.from.personId ?? lead.taken?.personId ?? (await lastTold(tx, alerts)));
  if (!next) return null;
  const to = { personId: next.person.id, name: next.person.name };
  const callable = whoFor(
    directory,
    settings,
    { kind: "person", personId: to.personId },
    { ...circumstances, way: "voice" },
  );
  const held = { untilMs: ask.holdUntilMs, reason: "undo" as const };
  const calls = voice && callable.people.length > 0 ? await callHeld(tx, context, alerts, next, held) : [];
  const notices = await tellGroups(tx, context, alerts, {
    topic: "passed_on",
    personId: to.personId,
    said: { fromName: ask.from.name, toName: to.name },
    held,
  });
  const notificationIds = [...calls, ...notices];
  return notificationIds.length === 0 ? null : { to, notificationIds };
}

function lastTold(tx: Tx, alerts: readonly LockedAlert[]): Promise<string | null> {
  return readLastTold(
    tx,
    alerts.map((alert) => alert.id),
  );
}

function after(line: readonly InLine[], personId: string | null): InLine | null {
  const place = line.findIndex(({ person }) => person.id === personId);
  return line[place + 1] ?? null;
}

function chosen(directory: Directory, line: readonly InLine[], personId: string): InLine | null {
  const known = line.find(({ person }) => person.id === personId);
  if (known) return known;
  const person: Person | undefined = directory.people.get(personId);
  return person?.active ? { person, targetNo: line.length, gap: null } : null;
}

/** A call for each node; one that waits or rings already for the person is joined, and is not held back for this. */
async function callHeld(
  tx: Tx,
  { clock }: Context,
  alerts: readonly LockedAlert[],
  { person, targetNo, gap }: InLine,
  held: { untilMs: number; reason: "undo" },
): Promise<string[]> {
  const now = clock.shopNow();
  const rows: NewNotification[] = [...byNode(alerts)].map(([node, list]) => ({
    id: randomUUID(),
    purpose: "step",
    kind: "voice",
    topic: null,
    node,
    severity: list[0]!.severity,
    personId: person.id,
    groupKey: null,
    targetNo,
    fallbackReason: gap,
    gatherKey: callKey(node, person.id),
    // As every call.
    priority: 1,
    stepDueAt: null,
    createdAt: now,
    sendAt: now,
    alertIds: list.map((alert) => alert.id),
  }));
  const ids = await insertNotifications(tx, rows);
  const made = ids.filter((id, at) => id === rows[at]!.id);
  await dressNotifications(tx, made, { held });
  return ids;
}
