import { randomUUID } from "node:crypto";
import type { Tx } from "../../db/sql.ts";
import { type LockedAlert, lockAlerts, markFree, waitUntil } from "../../db/stores/alert-actions.ts";
import { writeAudits } from "../../db/stores/audit.ts";
import type { Context } from "../platform/context.ts";
import { retryingConflicts } from "../platform/retry.ts";
import {
  AlertActionError,
  type AlertActor,
  type AlertRequest,
  actorOf,
  alertIdsOf,
  auditedTaken,
  isHeld,
  isSame,
  unknownAlert,
} from "./alert-requests.ts";
import { askNext } from "./ask-next.ts";
import { callNext } from "./call-next.ts";
import { pokeAlerts } from "./take-alerts.ts";

export interface PassRequest extends AlertRequest {
  /** Whom it goes to; the next in line when absent. */
  toPersonId?: string;
}

export interface PassResult {
  /** Ids of the alerts that went on. */
  passed: string[];
  /** Who is asked now; null: nobody is left in line, and the policy's steps go on. */
  to: AlertActor | null;
  /** Somebody else has them, and keeps them: only a desk takes from others. */
  already: { name: string; pledgeUntilMs: number } | null;
  /** Machine time until which it can be undone; null: the next phone rings already. */
  undoUntilMs: number | null;
  over: number;
}

/** So long a pass on a screen can be undone (machine time): nobody is told before. */
export const UNDO_MS = 10_000;
/** So long the next person has (shop time) before the steps go on. */
const GRACE_MS = 5 * 60_000;

/**
 * Somebody passes alerts on. By the phone's key the next phone rings at once; from a screen the next person is told when
 * it can no longer be undone. All in one transaction.
 * @throws AlertActionError unknown_alert, nobody_next
 */
export async function passAlerts(context: Context, request: PassRequest): Promise<PassResult> {
  const result = await retryingConflicts(() =>
    context.sql.begin((begun) => passWithin(begun as unknown as Tx, context, request)),
  );
  if (result.passed.length > 0) pokeAlerts(context);
  return result;
}

/** The same within a transaction that has locked nothing yet; the caller pokes after it. */
export async function passWithin(tx: Tx, context: Context, request: PassRequest): Promise<PassResult> {
  const ids = await alertIdsOf(tx, request);
  const alerts = await lockAlerts(tx, ids, context.clock.shopNow());
  if (alerts.length === 0) throw unknownAlert();
  const now = context.clock.shopNow();
  const mayTake = request.via === "desk" || request.via === "api";
  const theirs = mayTake
    ? []
    : alerts.filter((alert) => isHeld(alert, now) && !isSame(alert.taken, request.by));
  const mine = alerts.filter((alert) => alert.state !== "over" && !theirs.includes(alert));
  const [other] = theirs;
  const result = {
    passed: mine.map((alert) => alert.id),
    to: null,
    already: other?.taken ? { name: other.taken.name, pledgeUntilMs: other.taken.pledgeUntil } : null,
    undoUntilMs: null,
    over: alerts.filter((alert) => alert.state === "over").length,
  };
  if (mine.length === 0) return result;
  const byKey = request.via === "key" && request.notificationId !== undefined;
  const passed = byKey
    ? await passByKey(tx, context, mine, request.notificationId!)
    : await passOnScreen(tx, context, mine, request);
  await auditPass(tx, context, mine, request, passed);
  return { ...result, to: passed.to, undoUntilMs: passed.undoUntilMs };
}

interface Passed {
  to: AlertActor | null;
  notificationIds: string[];
  undoUntilMs: number | null;
}

async function passByKey(
  tx: Tx,
  context: Context,
  alerts: readonly LockedAlert[],
  notificationId: string,
): Promise<Passed> {
  await free(
    tx,
    context,
    alerts.filter((alert) => alert.state === "acknowledged"),
  );
  const called = await callNext(tx, context, notificationId, "passed");
  if (called === null) return { to: null, notificationIds: [], undoUntilMs: null };
  const [row] = await tx<{ id: string; name: string }[]>`
    select p.id, p.name from notifications n join people p on p.id = n.person_id where n.id = ${called}`;
  return {
    to: row ? { personId: row.id, name: row.name } : null,
    notificationIds: [called],
    undoUntilMs: null,
  };
}

async function passOnScreen(
  tx: Tx,
  context: Context,
  alerts: readonly LockedAlert[],
  request: PassRequest,
): Promise<Passed> {
  const undoUntilMs = context.clock.machineNow() + UNDO_MS;
  const asked = await askNext(tx, context, alerts, {
    from: request.by,
    toPersonId: request.toPersonId ?? null,
    holdUntilMs: undoUntilMs,
  });
  if (!asked) {
    throw new AlertActionError(
      "nobody_next",
      request.toPersonId
        ? "That person cannot be told: neither a verified phone nor a chat group with a robot. Choose somebody else."
        : "There is nobody after you in line who can be told: choose somebody, or take it yourself.",
    );
  }
  await free(tx, context, alerts);
  return { ...asked, undoUntilMs };
}

/** Nobody has them while the next one is asked; their steps wait a little for that. */
async function free(tx: Tx, { clock }: Context, alerts: readonly LockedAlert[]): Promise<void> {
  const ids = alerts.map((alert) => alert.id);
  const now = clock.shopNow();
  await markFree(tx, ids, now + GRACE_MS);
  await waitUntil(tx, ids, now + GRACE_MS, now);
}

async function auditPass(
  tx: Tx,
  { clock }: Context,
  alerts: readonly LockedAlert[],
  request: PassRequest,
  { to, notificationIds, undoUntilMs }: Passed,
): Promise<void> {
  const passId = randomUUID();
  const undoUntil = undoUntilMs === null ? null : new Date(undoUntilMs).toISOString();
  const { by, via, note } = request;
  const entry = { at: clock.machineNow(), actor: actorOf(request), action: "alert.pass" };
  await writeAudits(
    tx,
    entry,
    alerts.map((alert) => ({
      subject: `alert:${alert.id}`,
      detail: { passId, by, via, note, to, from: auditedTaken(alert.taken), notificationIds, undoUntil },
    })),
  );
}
