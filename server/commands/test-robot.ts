import { randomUUID } from "node:crypto";
import type { Tx } from "../../db/sql.ts";
import { findAttempt } from "../../db/stores/attempts.ts";
import { writeAudit } from "../../db/stores/audit.ts";
import { dressNotifications } from "../../db/stores/notification-dress.ts";
import { insertNotifications } from "../../db/stores/notifications.ts";
import type { ProviderAnswer } from "../channels/types.ts";
import type { Context } from "../platform/context.ts";
import { knownRobot } from "./change-robots.ts";
import { claimThis } from "./claim-next.ts";
import { Refusal } from "./refusal.ts";
import { runJob } from "./send-due.ts";

/** Behind every alert: 1 goes first. */
const PRIORITY = 9;
const MS_PER_S = 1_000;

export interface RobotTest {
  notificationId: string;
  /** Whether the provider took it. */
  ok: boolean;
  /** What it said. */
  answer: ProviderAnswer | null;
}

/**
 * Sends a test through one robot, enabled or not, and waits for the answer. It is tried once, within the robot's budget.
 * @throws Refusal when there is no such robot, or its budget is spent
 */
export async function testRobot(
  context: Context,
  actor: string,
  groupKey: string,
  robotId: string,
): Promise<RobotTest> {
  const now = context.clock.shopNow();
  const id = randomUUID();
  const claim = await context.sql.begin(async (begun) => {
    const tx = begun as unknown as Tx;
    const robot = await knownRobot(tx, groupKey, robotId);
    await insertNotifications(tx, [
      {
        id,
        purpose: "test",
        kind: "chat",
        topic: null,
        node: null,
        severity: null,
        personId: null,
        groupKey,
        targetNo: 0,
        fallbackReason: null,
        gatherKey: null,
        priority: PRIORITY,
        stepDueAt: null,
        createdAt: now,
        sendAt: now,
        alertIds: [],
      },
    ]);
    await dressNotifications(tx, [id], { said: { robotId } });
    const at = context.clock.machineNow();
    const detail = { group: groupKey, kind: robot.kind, name: robot.name, notificationId: id };
    await writeAudit(tx, { at, actor, action: "robot.test", subject: `robot:${robotId}`, detail });
    const claimed = await claimThis(tx, context, id);
    // Thrown within: what could not be tried leaves nothing behind.
    if (claimed.kind === "held") throw spent(claimed.untilMs - at);
    return claimed;
  });
  if (claim.kind !== "job") return { notificationId: id, ok: false, answer: null };
  const sent = await runJob(context, claim.job);
  const attempt = await findAttempt(context.sql, claim.job.attempt.id);
  return { notificationId: id, ok: sent === "accepted", answer: shown(attempt?.answer ?? null) };
}

function spent(waitMs: number): Refusal {
  const detail = `the robot has sent as much as it may; it can be tested in ${Math.ceil(waitMs / MS_PER_S)} s`;
  return new Refusal("budget_spent", detail, { kind: "too_often", retryAfterMs: waitMs });
}

function shown(answer: ProviderAnswer | null): ProviderAnswer | null {
  return answer && { status: answer.status, code: answer.code, message: answer.message };
}
