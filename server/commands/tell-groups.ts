import { randomUUID } from "node:crypto";
import type { Sql, Tx } from "../../db/sql.ts";
import { type LockedAlert, readToldGroups } from "../../db/stores/alert-actions.ts";
import { type Dress, dressNotifications } from "../../db/stores/notification-dress.ts";
import { insertNotifications, type NewNotification } from "../../db/stores/notifications.ts";
import type { NoticeTopic } from "../../domain/escalation/words/facts.ts";
import type { Directory } from "../../domain/oncall/types.ts";
import { whoFor } from "../../domain/oncall/who-for.ts";
import { newest } from "../../domain/settings/history.ts";
import type { Context } from "../platform/context.ts";
import { readDirectory } from "../queries/directory.ts";

/** After everything that asks somebody to act. */
const NOTICE_PRIORITY = 8;

export interface Notice extends Dress {
  topic: NoticeTopic;
  /** Whom it names; null: nobody. */
  personId: string | null;
}

/**
 * Tells the groups that were told of these alerts what became of them, a line for each group and node; where none was
 * told yet, the group of the node's owner.
 * @returns ids of the notices
 */
export async function tellGroups(
  tx: Tx,
  context: Context,
  alerts: readonly LockedAlert[],
  { topic, personId, ...dress }: Notice,
): Promise<string[]> {
  const directory = await directoryWithin(tx, context);
  const now = context.clock.shopNow();
  const rows: NewNotification[] = [];
  for (const [node, list] of byNode(alerts)) {
    const severity = list.reduce<1 | 2 | 3>(
      (worst, alert) => Math.min(worst, alert.severity) as 1 | 2 | 3,
      3,
    );
    for (const groupKey of await groupsFor(tx, context, directory, node, list)) {
      rows.push({
        id: randomUUID(),
        purpose: "notice",
        kind: "chat",
        topic,
        node,
        severity,
        personId,
        groupKey,
        targetNo: 0,
        fallbackReason: null,
        gatherKey: null,
        priority: NOTICE_PRIORITY,
        stepDueAt: null,
        createdAt: now,
        sendAt: now,
        alertIds: list.map((alert) => alert.id),
      });
    }
  }
  const ids = await insertNotifications(tx, rows);
  await dressNotifications(tx, ids, dress);
  return ids;
}

export function byNode(alerts: readonly LockedAlert[]): Map<string, LockedAlert[]> {
  const nodes = new Map<string, LockedAlert[]>();
  for (const alert of alerts) nodes.get(alert.node)?.push(alert) ?? nodes.set(alert.node, [alert]);
  return nodes;
}

async function groupsFor(
  tx: Tx,
  context: Context,
  directory: Directory,
  node: string,
  alerts: readonly LockedAlert[],
): Promise<string[]> {
  const told = await readToldGroups(
    tx,
    alerts.map((alert) => alert.id),
  );
  const working = told.filter((key) => directory.groups.has(key));
  if (working.length > 0) return working;
  const ownerRole = await ownerOf(tx, context, node);
  const circumstances = {
    ownerRole,
    atMs: context.clock.shopNow(),
    severity: alerts[0]!.severity,
    way: "chat",
  } as const;
  const { groupKey } = whoFor(directory, { fallback: [] }, { kind: "owner" }, circumstances);
  return groupKey === null ? [] : [groupKey];
}

/** The directory, read through the transaction: of many at once none waits for a second connection. */
export function directoryWithin(tx: Tx, { clock }: Pick<Context, "clock">): Promise<Directory> {
  return readDirectory({ sql: tx as unknown as Sql, clock });
}

/** The role that owns a node now. */
export async function ownerOf(
  tx: Tx,
  { settings }: Pick<Context, "settings">,
  node: string,
): Promise<string> {
  const versions = (await settings.get(undefined, tx)).nodes.get(node);
  return versions ? newest(versions).owner : "";
}
