import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Tx } from "../../db/sql.ts";
import { openAttempt } from "../../db/stores/attempts.ts";
import { lockNotification } from "../../db/stores/notification-queue.ts";
import { seedPolicies } from "../../db/stores/policies.ts";
import { TEST_NOW, type TestContext, testContext } from "../testing/context.ts";
import { fallBack } from "./fall-back.ts";
import { placeCall } from "./place-call.ts";
import { type Staff, stageAlert, stageNotification, stageStaff } from "./testing/stage-alert.ts";

const ROUND_MS = 900_000;
/** That one is set up is all that is asked of it here. */
const COMPANY = {};

let ctx: TestContext;
let staff: Staff;
let orders = 0;

beforeAll(async () => {
  ctx = await testContext();
  await seedPolicies(ctx.sql);
  staff = await stageStaff(ctx);
});
afterAll(() => ctx.close());
beforeEach(() => ctx.setNow(TEST_NOW));
afterEach(async () => {
  Object.assign(ctx.env, { twilio: null });
  await ctx.sql`truncate alerts, alert_steps, notifications, notification_alerts, attempts, visits`;
});

/** A call to 王磊 that is to be placed now. */
async function call(alertIds: readonly string[]): Promise<void> {
  const { wang: personId } = staff;
  const id = await stageNotification(ctx, { kind: "voice", personId, state: "sending", alertIds });
  const at = ctx.clock.machineNow();
  const attempt = await openAttempt(ctx.sql, {
    notificationId: id,
    provider: "voice",
    account: personId,
    at,
  });
  expect(await placeCall(ctx, attempt, { id, personId })).toMatchObject({ kind: "final" });
}

const stage = async () => (await stageAlert(ctx, `U${++orders}`)).alertId;
const told = () =>
  ctx.sql`
    select kind, topic, group_key, person_id, fallback_reason, said, (
      select count(*)::int from notification_alerts l where l.notification_id = n.id) as alerts
    from notifications n where state = 'queued' order by kind, created_at`;

test("where no company that calls is set up the group is asked, once, and again after somebody had it", async () => {
  const alertIds = [await stage(), await stage()];
  const asked = {
    kind: "chat",
    topic: null,
    group_key: "test-group",
    person_id: null,
    fallback_reason: "no_provider",
    said: null,
    alerts: 2,
  };
  await call(alertIds);
  expect(await told()).toEqual([asked]);
  await ctx.sql`update notifications set state = 'accepted' where kind = 'chat'`;
  ctx.setNow(TEST_NOW + ROUND_MS);
  await call(alertIds);
  expect(await told()).toEqual([]);
  const pledgeUntil = new Date(TEST_NOW + ROUND_MS);
  await ctx.sql`update alerts set pledge_until = ${pledgeUntil} where id = ${alertIds[0]!}`;
  await call(alertIds);
  expect(await told()).toEqual([{ ...asked, alerts: 1 }]);
});

test("where no company is set up a severe message goes to another group before anybody is to be called", async () => {
  const id = await stageNotification(ctx, {
    kind: "chat",
    personId: null,
    state: "failed",
    alertIds: [await stage()],
  });
  await ctx.sql`insert into chat_groups (key, name) values ('office', '办公室')`;
  await ctx.sql`
    insert into robots (id, group_key, kind, name, settings) values (gen_random_uuid(), 'office', 'webhook', 'b', '{}')`;
  const goesTo = async () => {
    await ctx.sql.begin(async (begun) => {
      const tx = begun as unknown as Tx;
      await fallBack(tx, ctx, (await lockNotification(tx, id))!);
    });
    return (await told()).map(({ kind, group_key: group }) => group ?? kind);
  };
  expect(await goesTo()).toEqual(["office"]);
  Object.assign(ctx.env, { twilio: COMPANY });
  expect(await goesTo()).toEqual(["office", "voice"]);
  await ctx.sql`delete from chat_groups where key = 'office'`;
});

test("who has no verified phone has not let it ring: the next person is called, and the group is told why", async () => {
  Object.assign(ctx.env, { twilio: COMPANY });
  await ctx.sql`update contacts set verified_at = null where person_id = ${staff.wang}`;
  await call([await stage()]);
  await ctx.sql`update contacts set verified_at = now()`;
  expect(await told()).toMatchObject([
    { kind: "chat", topic: "escalated", said: { fromName: "王磊", toName: "李敏", notCalled: true } },
    { kind: "voice", person_id: staff.li },
  ]);
});
