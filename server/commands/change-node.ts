import type { Tx } from "../../db/sql.ts";
import { lockOrdersById, saveOrders } from "../../db/stores/orders.ts";
import { noteChanged } from "../../db/stores/outbox.ts";
import { readRules } from "../../db/stores/policies.ts";
import { readSettings } from "../../db/stores/settings.ts";
import { readOrdersOpenAt, updateVisits } from "../../db/stores/visits.ts";
import { foldOnto, openVisits } from "../../domain/order/fold.ts";
import { newest } from "../../domain/settings/history.ts";
import { type NodePatch, patchNode } from "../../domain/settings/patch.ts";
import type { NodeVersion } from "../../domain/settings/types.ts";
import type { Context } from "../platform/context.ts";
import { changingNodes, writeNodeVersion } from "./change-nodes.ts";
import { firstStepOf, type StepTerms, subjectOf } from "./plan-steps.ts";
import { followTimes } from "./set-watch.ts";

export type NodeChange =
  | { ok: true; node: NodeVersion; openVisitsChanged: number }
  | { ok: false; code: "no_such_node" | "impossible"; detail: string };

/** Orders whose deadlines are brought up to date at a time. */
const CHUNK = 1_000;

/**
 * Changes a node from now on (shop time): open visits get their new deadlines in the same transaction, closed ones
 * keep those of the version under which they were left. Watches that have its times get them too.
 * @param actor who, for the audit
 */
export async function changeNode(
  context: Context,
  actor: string,
  key: string,
  patch: NodePatch,
): Promise<NodeChange> {
  return changingNodes(context, (tx) => changeWithin(tx, context, actor, key, patch));
}

async function changeWithin(
  tx: Tx,
  context: Context,
  actor: string,
  key: string,
  patch: NodePatch,
): Promise<NodeChange> {
  const { clock } = context;
  const settings = await readSettings(tx);
  const versions = settings.nodes.get(key);
  if (!versions) return { ok: false, code: "no_such_node", detail: `there is no node "${key}"` };
  if (patch.clock !== undefined && !settings.clocks.has(patch.clock)) {
    const known = [...settings.clocks.keys()].join(", ");
    return {
      ok: false,
      code: "impossible",
      detail: `clock: there is no "${patch.clock}"; known are ${known}`,
    };
  }
  const before = newest(versions);
  if (before.kind === "watch") {
    return { ok: false, code: "impossible", detail: `"${key}" is a watch: change it under /api/v1/watches` };
  }
  // Versions never begin out of order, even when two changes share a millisecond.
  const next = patchNode(before, patch, Math.max(clock.shopNow(), before.validFrom));
  if ("problem" in next) return { ok: false, code: "impossible", detail: next.problem };
  await writeNodeVersion(tx, context, next, {
    actor,
    action: "node.change",
    detail: { before: pick(before, patch), after: pick(next, patch) },
  });
  const terms = {
    settings: await readSettings(tx),
    rules: await readRules(tx),
    shopNow: clock.shopNow(),
    machineNow: clock.machineNow(),
  };
  const openVisitsChanged = await refreshOpenVisits(tx, key, terms, {
    ...terms,
    settings: next.severity === before.severity ? terms.settings : settings,
  });
  await followTimes(tx, context, actor, next);
  return { ok: true, node: next, openVisitsChanged };
}

function pick(node: NodeVersion, patch: NodePatch): object {
  return Object.fromEntries(Object.keys(patch).map((field) => [field, node[field as keyof NodePatch]]));
}

/**
 * Gives the open visits at a node the deadlines and next steps of the newest settings. The caller owns the settings lock.
 * @param before the settings by which their policies were chosen until now
 */
async function refreshOpenVisits(
  tx: Tx,
  node: string,
  terms: StepTerms & { shopNow: number; machineNow: number },
  before: StepTerms,
): Promise<number> {
  const { settings } = terms;
  const severityChanged = settings !== before.settings;
  let changed = 0;
  for await (const ids of readOrdersOpenAt(tx, node, CHUNK)) {
    const orders = await lockOrdersById(tx, ids);
    const moved = orders.flatMap((order) => {
      const { changes } = foldOnto(order.folded, [], settings);
      const subject = subjectOf(order);
      const concerned = severityChanged
        ? openVisits(order.folded, settings).filter(({ visit }) => visit.node === node)
        : [];
      const touched = new Map([...concerned, ...changes].map(({ visit }) => [visit.token, visit]));
      const visits = [...touched.values()].map((visit) => {
        const nextStepAt = firstStepOf(visit, subject, terms);
        const anew = nextStepAt !== null && firstStepOf(visit, subject, before) === null;
        return { orderId: order.id, visit, nextStepAt, anew };
      });
      return visits.length > 0 ? [{ order, visits }] : [];
    });
    const visits = moved.flatMap((m) => m.visits);
    await updateVisits(tx, visits, terms.shopNow);
    await saveOrders(
      tx,
      moved.map(({ order }) => ({ order, facts: false })),
    );
    await noteChanged(
      tx,
      moved.map(({ order }) => order.id),
      terms.machineNow,
    );
    changed += visits.length;
  }
  return changed;
}
