import { randomUUID } from "node:crypto";
import type { EscalatingAlert } from "../../db/stores/alert-steps.ts";
import type { NewNotification } from "../../db/stores/notifications.ts";

/** A pledge that was not kept, a group that hears of it, and whom it names there. */
export interface PledgePassed {
  alert: Pick<EscalatingAlert, "id" | "severity" | "takenBy" | "takenName" | "pledgeUntil">;
  node: string;
  groupKey: string;
  personId: string | null;
  /** Whether others are told after this; false: somebody has to take it by themselves. */
  tellsOn: boolean;
}

/** Before other notices: somebody has to act. */
const PRIORITY = 3;

/** A line for each group: whose pledge has passed, with all of their alerts of a node that it held. */
export function pledgeNotices(passed: readonly PledgePassed[], now: number): NewNotification[] {
  return passed.map(({ alert, node, groupKey, personId, tellsOn }) => ({
    id: randomUUID(),
    purpose: "notice",
    kind: "chat",
    topic: "pledge_passed",
    node,
    severity: alert.severity,
    personId,
    groupKey,
    targetNo: 0,
    fallbackReason: null,
    gatherKey: ["pledge", node, groupKey, alert.takenBy ?? alert.takenName, alert.pledgeUntil, tellsOn].join(
      "|",
    ),
    priority: PRIORITY,
    stepDueAt: null,
    createdAt: now,
    sendAt: now,
    alertIds: [alert.id],
    said: {
      ...(alert.takenName === null ? {} : { fromName: alert.takenName }),
      ...(alert.pledgeUntil === null ? {} : { pledgeUntilMs: alert.pledgeUntil }),
      ...(tellsOn ? {} : { nothingFollows: true }),
    },
  }));
}
