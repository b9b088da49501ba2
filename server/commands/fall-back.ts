import { randomUUID } from "node:crypto";
import type { Tx } from "../../db/sql.ts";
import { readAlertIdsOf } from "../../db/stores/alert-actions.ts";
import { readEscalationSettings } from "../../db/stores/escalation-settings.ts";
import type { QueuedNotification } from "../../db/stores/notification-queue.ts";
import { callKey, insertNotifications, type NewNotification } from "../../db/stores/notifications.ts";
import type { EscalationSettings } from "../../domain/escalation/types.ts";
import type { Directory } from "../../domain/oncall/types.ts";
import { type Circumstances, type Gap, whoFor } from "../../domain/oncall/who-for.ts";
import type { Context } from "../platform/context.ts";
import { withinTx } from "../platform/within-tx.ts";
import { readDirectory } from "../queries/directory.ts";
import { canCall } from "./ask-group.ts";
import { ownerOf } from "./tell-groups.ts";

/** Why it went to somebody else: no robot of the group takes it. */
export const CHANNEL_FAILED = "channel_failed";
/** Why somebody is called though no step calls: they could not be told in a chat. */
export const NO_CHAT: readonly (string | null)[] = [CHANNEL_FAILED, "no_group" satisfies Gap];

/**
 * A message that asks somebody to act could not be sent to its group: the fallback is told by another way. What is
 * severe is called, else another group is told where there is one; what fails on that way too goes the other.
 * @returns the notification that goes instead; null: there is no other way, or nobody needs to act
 */
export async function fallBack(tx: Tx, context: Context, failed: QueuedNotification): Promise<string | null> {
  const { node, severity } = failed;
  if (failed.purpose !== "step" || node === null || severity === null) return null;
  const alertIds = await readAlertIdsOf(tx, failed.id);
  const settings = await readEscalationSettings(tx);
  const within = withinTx(context, tx);
  const directory = await readDirectory(within);
  const circumstances = {
    ownerRole: await ownerOf(tx, context, node),
    atMs: context.clock.shopNow(),
    severity,
    way: "voice",
  } as const;
  const call = callOf(directory, settings, node, circumstances);
  // Fallen back once already: the groups were tried.
  const message = failed.fallbackReason === CHANNEL_FAILED ? null : messageOf(directory, settings, failed);
  const instead = severity === 1 && canCall(context) ? (call ?? message) : (message ?? call);
  if (instead === null) {
    context.log.error({ notificationId: failed.id, node }, "nobody can be told of a late order");
    return null;
  }
  const now = context.clock.shopNow();
  const [id] = await insertNotifications(tx, [
    {
      id: randomUUID(),
      purpose: "step",
      topic: null,
      node,
      severity,
      targetNo: failed.targetNo,
      fallbackReason: CHANNEL_FAILED,
      priority: failed.priority,
      stepDueAt: failed.stepDueAt,
      createdAt: now,
      sendAt: now,
      alertIds,
      ...instead,
    },
  ]);
  return id!;
}

type Way = Pick<NewNotification, "kind" | "personId" | "groupKey" | "gatherKey">;

function callOf(
  directory: Directory,
  settings: EscalationSettings,
  node: string,
  circumstances: Circumstances,
): Way | null {
  const personId = whoFor(directory, settings, { kind: "fallback" }, circumstances).people[0]?.person.id;
  if (personId === undefined) return null;
  return { kind: "voice", personId, groupKey: null, gatherKey: callKey(node, personId) };
}

function messageOf(
  { people, groups }: Directory,
  { fallback }: EscalationSettings,
  { groupKey, node, personId }: QueuedNotification,
): Way | null {
  const other = [...groups.keys()].find((key) => key !== groupKey);
  if (other === undefined) return null;
  const asked = fallback.find((id) => people.get(id)?.active) ?? personId;
  return { kind: "chat", personId: asked, groupKey: other, gatherKey: `${CHANNEL_FAILED}|${node}|${other}` };
}
