import type { Tx } from "../../db/sql.ts";
import { type LockedAlert, lockAlerts, markTaken, waitUntil } from "../../db/stores/alert-actions.ts";
import { writeAudits } from "../../db/stores/audit.ts";
import { readEscalationSettings } from "../../db/stores/escalation-settings.ts";
import { dropQueued, requestCancel } from "../../db/stores/notifications.ts";
import { poke } from "../live/poke.ts";
import type { Context } from "../platform/context.ts";
import { retryingConflicts } from "../platform/retry.ts";
import {
  AlertActionError,
  type AlertRequest,
  actorOf,
  alertIdsOf,
  auditedTaken,
  isHeld,
  isSame,
  unknownAlert,
} from "./alert-requests.ts";
import { tellGroups } from "./tell-groups.ts";

export interface TakeRequest extends AlertRequest {
  /** Shop time, epoch ms; the settings' default from now when absent. */
  pledgeUntilMs?: number;
  /** Also takes over what somebody else has; without it that stays theirs, and the answer says whose. */
  over?: boolean;
}

export interface TakeResult {
  /** Ids of the alerts that are now theirs. */
  taken: string[];
  /** Somebody else who has alerts of these, or had when they were asked for; null: nobody. */
  already: { name: string; pledgeUntilMs: number } | null;
  /** Until when they have promised, or the other has when nothing was taken. Shop time. */
  pledgeUntilMs: number;
  /** How many are over already. */
  over: number;
}

/** A pledge further ahead is a typing error. */
export const MAX_PLEDGE_MS = 7 * 86_400_000;

/**
 * Somebody takes alerts, and says until when: the steps wait until then, what is queued is dropped, what rings is
 * cancelled, and those who were told hear who has it. All in one transaction; two people at once, the escalator and an
 * order that moves on come one after the other.
 * @throws AlertActionError unknown_alert, bad_pledge
 */
export async function takeAlerts(context: Context, request: TakeRequest): Promise<TakeResult> {
  const result = await retryingConflicts(() =>
    context.sql.begin((begun) => takeWithin(begun as unknown as Tx, context, request)),
  );
  if (result.taken.length > 0) pokeAlerts(context);
  return result;
}

/** Wakes those who send, and those who show. */
export function pokeAlerts(context: Context): void {
  poke(context, "alerts");
  poke(context, "notify");
}

/** The same within a transaction that has locked nothing yet; the caller pokes after it. */
export async function takeWithin(tx: Tx, context: Context, request: TakeRequest): Promise<TakeResult> {
  const { clock } = context;
  const ids = await alertIdsOf(tx, request);
  const alerts = await lockAlerts(tx, ids, clock.shopNow());
  if (alerts.length === 0) throw unknownAlert();
  // Only now: whoever waited for the locks takes it from when they had them.
  const now = clock.shopNow();
  const { pledgeMs } = await readEscalationSettings(tx);
  const pledgeUntil = pledgeOf(request.pledgeUntilMs, now, pledgeMs);
  const theirs = alerts.filter((alert) => isHeld(alert, now) && !isSame(alert.taken, request.by));
  const mine = alerts.filter(
    (alert) => alert.state !== "over" && (request.over === true || !theirs.includes(alert)),
  );
  const result = describe(alerts, theirs, mine, pledgeUntil);
  if (mine.length === 0) return result;
  const taken = { ...request.by, at: now, via: request.via, pledgeUntil };
  await markTaken(tx, result.taken, taken);
  await waitUntil(tx, result.taken, pledgeUntil, now);
  await dropQueued(tx, result.taken);
  await requestCancel(tx, result.taken, clock.machineNow());
  const said = { fromName: request.by.name, pledgeUntilMs: pledgeUntil };
  await tellGroups(tx, context, mine, { topic: "taken", personId: null, said });
  const entry = { at: clock.machineNow(), actor: actorOf(request), action: "alert.acknowledge" };
  const detail = { by: request.by, via: request.via, pledgeUntil: new Date(pledgeUntil).toISOString() };
  await writeAudits(
    tx,
    entry,
    mine.map((alert) => ({
      subject: `alert:${alert.id}`,
      detail: { ...detail, note: request.note, from: auditedTaken(alert.taken) },
    })),
  );
  return result;
}

function pledgeOf(asked: number | undefined, now: number, usual: number): number {
  const until = asked ?? now + usual;
  if (until > now && until <= now + MAX_PLEDGE_MS) return until;
  const last = new Date(now + MAX_PLEDGE_MS).toISOString();
  throw new AlertActionError(
    "bad_pledge",
    `pledgeUntil must lie ahead of the shop's clock, ${new Date(now).toISOString()}, and not beyond ${last}.`,
  );
}

function describe(
  alerts: readonly LockedAlert[],
  theirs: readonly LockedAlert[],
  mine: readonly LockedAlert[],
  pledgeUntil: number,
): TakeResult {
  const [other] = theirs.toSorted((a, b) => b.taken!.at - a.taken!.at);
  const already = other ? { name: other.taken!.name, pledgeUntilMs: other.taken!.pledgeUntil } : null;
  return {
    taken: mine.map((alert) => alert.id),
    already,
    pledgeUntilMs: mine.length > 0 || already === null ? pledgeUntil : already.pledgeUntilMs,
    over: alerts.filter((alert) => alert.state === "over").length,
  };
}
