import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Tx } from "../sql.ts";
import { type TestDatabase, testDatabase } from "../testing/database.ts";
import { requeueCall } from "./calls.ts";
import { markSending } from "./notification-queue.ts";
import { callKey, insertNotifications, type NewNotification } from "./notifications.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());
beforeEach(() => database.sql`truncate notifications, notification_alerts`);

const AT = Date.parse("2026-11-11T10:00:00Z");
const PERSON = randomUUID();
/** Long enough for a statement to wait for what another one locked. */
const WAITS_MS = 150;

function callAbout(alertId: string): NewNotification {
  return {
    id: randomUUID(),
    purpose: "step",
    kind: "voice",
    topic: null,
    node: "packed",
    severity: 1,
    personId: PERSON,
    groupKey: null,
    targetNo: 0,
    fallbackReason: null,
    priority: 1,
    stepDueAt: AT,
    gatherKey: callKey("packed", PERSON),
    createdAt: AT,
    sendAt: AT,
    alertIds: [alertId],
  };
}
const inTx = <T>(work: (tx: Tx) => Promise<T>) =>
  database.sql.begin((tx) => work(tx as unknown as Tx)) as Promise<T>;
const queue = async (alertId: string) =>
  (await inTx((tx) => insertNotifications(tx, [callAbout(alertId)])))[0]!;

/** Each call with what it tells of. */
async function calls(): Promise<Record<string, { state: string; alerts: string[] }>> {
  const rows = await database.sql<{ id: string; state: string; alerts: string[] }[]>`
    select id, state, array(select alert_id::text from notification_alerts where notification_id = id order by 1) as alerts
    from notifications`;
  return Object.fromEntries(rows.map(({ id, ...rest }) => [id, rest]));
}

test("what breaches in the moment in which a call is taken from the queue joins that call", async () => {
  const [first, second] = [randomUUID(), randomUUID()].sort();
  const call = await queue(first!);
  let joined: Promise<string> | undefined;
  await inTx(async (tx) => {
    await markSending(tx, call, AT + 30_000);
    joined = queue(second!);
    await sleep(WAITS_MS);
  });
  expect(await joined).toBe(call);
  expect(await calls()).toEqual({ [call]: { state: "sending", alerts: [first, second] } });
});

test("a call that goes back into the queue while another waits there becomes one with it", async () => {
  const [first, second] = [randomUUID(), randomUUID()].sort();
  const call = await queue(first!);
  await database.sql`update notifications set state = 'dropped' where id = ${call}`;
  const other = await queue(second!);
  await database.sql`update notifications set state = 'sending' where id = ${call}`;
  await inTx((tx) => requeueCall(tx, call, { untilMs: AT + 1_000, reason: "rate" }));
  expect(await calls()).toEqual({
    [call]: { state: "dropped", alerts: [first] },
    [other]: { state: "queued", alerts: [first, second] },
  });
});

test("a call that goes back waits for one that is being queued, and becomes one with it", async () => {
  const [first, second] = [randomUUID(), randomUUID()].sort();
  const call = await queue(first!);
  await database.sql`update notifications set state = 'dropped' where id = ${call}`;
  let back: Promise<unknown> | undefined;
  const other = await inTx(async (tx) => {
    const [id] = await insertNotifications(tx, [callAbout(second!)]);
    await database.sql`update notifications set state = 'sending' where id = ${call}`;
    back = inTx((own) => requeueCall(own, call, null));
    await sleep(WAITS_MS);
    return id!;
  });
  await back;
  expect(await calls()).toEqual({
    [call]: { state: "dropped", alerts: [first] },
    [other]: { state: "queued", alerts: [first, second] },
  });
});
