import type { Tx } from "../../db/sql.ts";
import { callKey, type NewNotification } from "../../db/stores/notifications.ts";
import { orderedId } from "../../db/stores/ordered-id.ts";
import { readLately } from "../../db/stores/storms.ts";
import { planStorm } from "../../domain/escalation/storm.ts";
import type { EscalationSettings } from "../../domain/escalation/types.ts";
import type { Addressee } from "./step-targets.ts";

/** What is to be told to whom, of one alert. Shop time, epoch ms. */
export interface Telling {
  alertId: string;
  node: string;
  severity: 1 | 2 | 3;
  light: "yellow" | "red";
  stepDueAt: number;
  addressee: Addressee;
}

/** Calls go first, then what is most severe. */
const priorityOf = ({ addressee, severity }: Telling) => (addressee.kind === "voice" ? 1 : 1 + severity);

/**
 * Makes notifications of what is to be told: calls of one node to one person are one call, and of a storm's messages
 * all but the first are one.
 */
export async function tellSteps(
  tx: Tx,
  tellings: readonly Telling[],
  { storm }: EscalationSettings,
  now: number,
): Promise<NewNotification[]> {
  const destinations = new Map<string, Telling[]>();
  for (const telling of tellings) {
    const key = placeOf(telling);
    const known = destinations.get(key);
    if (known) known.push(telling);
    else destinations.set(key, [telling]);
  }
  const chats = [...destinations].filter(([, [first]]) => first!.addressee.kind === "chat");
  const lately = await readLately(
    tx,
    chats.map(([, [first]]) => ({ node: first!.node, ...first!.addressee })),
    now - storm.windowMs,
    now - 2 * storm.windowMs,
    storm.from,
  );
  const rows: NewNotification[] = [];
  chats.forEach(([key, list], i) => {
    const { alone, togetherAt } = planStorm(storm, lately[i]!, list.length, now);
    for (const telling of list.slice(0, alone)) rows.push(notificationOf([telling], null, now, now));
    if (alone < list.length) rows.push(notificationOf(list.slice(alone), key, togetherAt, now));
  });
  for (const [key, list] of destinations)
    if (list[0]!.addressee.kind === "voice") rows.push(notificationOf(list, key, now, now));
  return rows;
}

function placeOf({ node, light, addressee: { kind, groupKey, personId } }: Telling): string {
  if (kind === "voice") return callKey(node, personId!);
  return ["chat", node, light, groupKey ?? "", personId ?? ""].join("|");
}

function notificationOf(
  tellings: readonly Telling[],
  gatherKey: string | null,
  sendAt: number,
  now: number,
): NewNotification {
  const worst = tellings.reduce((a, b) => (b.severity < a.severity ? b : a));
  return {
    id: orderedId(now),
    purpose: "step",
    topic: null,
    node: worst.node,
    severity: worst.severity,
    ...worst.addressee,
    gatherKey,
    priority: priorityOf(worst),
    stepDueAt: tellings.reduce((earliest, { stepDueAt }) => Math.min(earliest, stepDueAt), worst.stepDueAt),
    createdAt: now,
    sendAt,
    alertIds: tellings.map(({ alertId }) => alertId),
  };
}
