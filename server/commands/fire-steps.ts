import type { Tx } from "../../db/sql.ts";
import { readEscalating } from "../../db/stores/alert-steps.ts";
import { beginFiring, claimDueVisits, readNearestStep } from "../../db/stores/due-visits.ts";
import { writeFiring } from "../../db/stores/firing.ts";
import type { Directory } from "../../domain/oncall/types.ts";
import { poke } from "../live/poke.ts";
import type { Context } from "../platform/context.ts";
import { retryingConflicts } from "../platform/retry.ts";
import { withinTx } from "../platform/within-tx.ts";
import { readDirectory } from "../queries/directory.ts";
import { endAlerts } from "./end-alerts.ts";
import { Look } from "./look-at-visits.ts";
import { pledgeNotices } from "./pledge-notices.ts";
import { tellSteps } from "./tell-steps.ts";

export interface Fired {
  /** Visits of which steps fired. */
  fired: number;
  /** Alerts that ended. */
  resolved: number;
  /** When there is something to do next (shop time, epoch ms); not after now: at once. Null: nothing waits. */
  nextAt: number | null;
}

/** Visits decided in one transaction. */
export const FIRING_BATCH = 1_000;

/**
 * Looks at the visits whose next step has come, and does what their policies say: alerts begin, go on or end. Whatever is
 * decided of a visit commits as one; any number of workers may run it beside each other.
 * @param limit visits at most
 */
export async function fireSteps(context: Context, limit: number = FIRING_BATCH): Promise<Fired> {
  const directory = await readDirectory(context);
  const { told, ...result } = await retryingConflicts(() =>
    context.sql.begin((begun) => fireWithin(begun as unknown as Tx, context, directory, limit)),
  );
  if (told || result.resolved > 0) poke(context, "notify");
  if (result.fired + result.resolved > 0) poke(context, "alerts");
  return result;
}

/**
 * Does once what every look does, with no visit: what it reads is at hand and its statements are planned on a connection
 * before the first step is due. Several at once prepare as many connections.
 */
export async function rehearseSteps(context: Context): Promise<void> {
  const now = context.clock.shopNow();
  await readDirectory(context);
  await context.sql.begin(async (begun) => {
    const tx = begun as unknown as Tx;
    await beginFiring(tx);
    await Promise.all([claimDueVisits(tx, now, 0), readNearestStep(tx, now)]);
    const within = withinTx(context, tx);
    const { settings } = await within.rules.get();
    await within.settings.get();
    await tellSteps(tx, [], settings, now);
    await writeFiring(tx, { opened: [], progressed: [], steps: [], notifications: [], visits: [] }, now);
  });
}

async function fireWithin(
  tx: Tx,
  context: Context,
  directory: Directory,
  limit: number,
): Promise<Fired & { told: boolean }> {
  const now = context.clock.shopNow();
  const [, visits, [state], nearest] = await Promise.all([
    beginFiring(tx),
    claimDueVisits(tx, now, limit),
    tx<{ revision: number }[]>`select revision from settings_revision`,
    readNearestStep(tx, now),
  ]);
  if (visits.length === 0) return { fired: 0, resolved: 0, nextAt: nearest, told: false };
  const [settings, rules] = await Promise.all([
    context.settings.get(state!.revision, tx),
    context.rules.get(state!.revision, tx),
  ]);
  const alerted = visits.filter((visit) => visit.alerted);
  const alerts = new Map(
    (alerted.length > 0 ? await readEscalating(tx, alerted) : []).map((alert) => [alert.visitId, alert]),
  );
  const lookWith = (known: Directory) => {
    const look = new Look({ settings, rules }, known, now);
    for (const visit of visits) look.at(visit, alerts.get(visit.id) ?? null);
    return look;
  };
  let look = lookWith(directory);
  // The directory may be a second old: before nobody is told, or in another way than the step's, it is read anew.
  if (look.untold) look = lookWith(await readDirectory(withinTx(context, tx)));
  if (look.swallowed.size > 0)
    context.log.error({ nodes: [...look.swallowed] }, "nobody can be told of a late order");

  const { firing, ended } = look;
  firing.notifications = [
    ...(await tellSteps(tx, look.tellings, rules.settings, now)),
    ...pledgeNotices(look.pledgesPassed, now),
  ];
  await writeFiring(tx, firing, now);
  await endAlerts(tx, ended, { shopNow: now, machineNow: context.clock.machineNow() });
  const nextAt = visits.length === limit ? now : firing.visits.reduce(sooner, nearest);
  return { fired: look.fired, resolved: ended.length, nextAt, told: firing.notifications.length > 0 };
}

function sooner(nearest: number | null, { nextStepAt }: { nextStepAt: number | null }): number | null {
  return nearest === null || (nextStepAt !== null && nextStepAt < nearest) ? nextStepAt : nearest;
}
