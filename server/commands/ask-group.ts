import { randomUUID } from "node:crypto";
import type { Tx } from "../../db/sql.ts";
import { lockAlerts, readAlertIdsOf } from "../../db/stores/alert-actions.ts";
import { lockCall, readToldWhy } from "../../db/stores/call-place.ts";
import { insertNotifications } from "../../db/stores/notifications.ts";
import { readRules } from "../../db/stores/policies.ts";
import { whoFor } from "../../domain/oncall/who-for.ts";
import type { Context } from "../platform/context.ts";
import { directoryWithin, ownerOf } from "./tell-groups.ts";

/** Why a group is asked where somebody was to be called: no company that places calls is set up. */
const NO_PROVIDER = "no_provider";

export function canCall({ env }: Pick<Context, "env">): boolean {
  return env.twilio !== null || env.aliyun !== null;
}

/**
 * Nobody can be called about the alerts of a call: the group of the node's owner, else any, is asked for somebody. It is
 * asked once for each alert, not in every round of calls; again only when somebody has had the alert meanwhile.
 *
 * Locks as callNext does. The caller pokes "notify" after it.
 * @returns the message that goes instead; null: all was asked for before, is over or taken, or no group can be told
 */
export async function askGroup(tx: Tx, context: Context, notificationId: string): Promise<string | null> {
  const now = context.clock.shopNow();
  const alerts = await lockAlerts(tx, await readAlertIdsOf(tx, notificationId), now);
  const ids = alerts.filter(({ state }) => state === "open").map(({ id }) => id);
  const told = await readToldWhy(tx, ids, NO_PROVIDER);
  const [lead, ...others] = alerts
    .filter(({ id }) => ids.includes(id) && !told.has(id))
    .sort((a, b) => a.severity - b.severity);
  const call = await lockCall(tx, notificationId);
  if (!lead || !call) return null;
  const { settings } = await readRules(tx);
  const circumstances = {
    ownerRole: await ownerOf(tx, context, lead.node),
    atMs: now,
    severity: lead.severity,
    way: "chat",
  } as const;
  const directory = await directoryWithin(tx, context);
  const { groupKey } = whoFor(directory, settings, { kind: "fallback" }, circumstances);
  if (groupKey === null) {
    context.log.error({ notificationId, node: lead.node }, "nobody can be told of a late order");
    return null;
  }
  const [id] = await insertNotifications(tx, [
    {
      id: randomUUID(),
      purpose: "step",
      kind: "chat",
      topic: null,
      node: lead.node,
      severity: lead.severity,
      personId: null,
      groupKey,
      targetNo: 0,
      fallbackReason: NO_PROVIDER,
      gatherKey: [NO_PROVIDER, lead.node, groupKey].join("|"),
      priority: call.priority,
      stepDueAt: call.stepDueAt,
      createdAt: now,
      sendAt: now,
      alertIds: [lead, ...others].map((alert) => alert.id),
    },
  ]);
  return id!;
}
