import type { Sql, Tx } from "../../db/sql.ts";
import { type LockedAlert, lockAlerts, readAlertIdsOf } from "../../db/stores/alert-actions.ts";
import { type Attempt, findAttempt } from "../../db/stores/attempts.ts";
import { type CalledNotification, lockAttempt, lockNotification } from "../../db/stores/calls.ts";
import type { Context } from "../platform/context.ts";
import { retryingConflicts } from "../platform/retry.ts";

/** A call with everything that may change with it, locked in the order in which everybody locks. */
export interface LockedCall {
  attempt: Attempt;
  notification: CalledNotification;
  alerts: LockedAlert[];
}

/** Alerts joined the call while it was being locked. */
class Joined extends Error {}

const TRIES = 5;

/**
 * Does something to a call in one transaction, alone: callbacks, look-ups, keys and the escalator come one after the
 * other.
 * @param work gets a context that asks through the transaction: a second connection for each of many calls at once would
 * be waited for by all of them. It runs again where the transaction lost against another: nothing in it may reach beyond
 * @returns null when there is no such attempt
 */
export async function withCall<T>(
  context: Context,
  attemptId: string,
  work: (tx: Tx, call: LockedCall, within: Context) => Promise<T>,
): Promise<T | null> {
  const known = await findAttempt(context.sql, attemptId);
  if (!known) return null;
  // What is cached is asked for before a connection is held: many calls at once would else wait for each other's.
  await context.settings.get();
  for (let tries = 1; ; tries++) {
    try {
      return (await retryingConflicts(() =>
        context.sql.begin(async (begun) => {
          const tx = begun as unknown as Tx;
          const call = await lock(tx, context, known);
          return call && (await work(tx, call, { ...context, sql: tx as unknown as Sql }));
        }),
      )) as T | null;
    } catch (error) {
      if (!(error instanceof Joined) || tries === TRIES) throw error;
    }
  }
}

async function lock(tx: Tx, { clock }: Context, { id, notificationId }: Attempt): Promise<LockedCall | null> {
  const ids = await readAlertIdsOf(tx, notificationId);
  const alerts = ids.length === 0 ? [] : await lockAlerts(tx, ids, clock.shopNow());
  const notification = await lockNotification(tx, notificationId);
  if (!notification) return null;
  // One that joined before the notification was locked is not locked itself yet, and alerts are locked first.
  if ((await readAlertIdsOf(tx, notificationId)).length !== ids.length) throw new Joined();
  await lockAttempt(tx, id);
  return { attempt: (await findAttempt(tx, id))!, notification, alerts };
}
