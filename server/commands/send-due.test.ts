import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type RobotServer, robotServer } from "../channels/testing/robot-server.ts";
import { forgetDirectory } from "../queries/directory.ts";
import { TEST_NOW, type TestContext, testContext } from "../testing/context.ts";
import { claimNext, SEND_LEASE_MS } from "./claim-next.ts";
import { runJob, sendDue } from "./send-due.ts";
import { addPerson, addRobot, queue, standing } from "./testing/told-shop.ts";

const MACHINE_NOW = Date.parse("2026-11-22T02:00:00Z");
const BANNED = { body: { errcode: 130101, errmsg: "send too fast" } };
const WRONG_SIGN = { body: { errcode: 310000, errmsg: "sign not match" } };

let context: TestContext;
let server: RobotServer;
beforeAll(async () => {
  server = await robotServer();
  context = await testContext({
    env: { DINGTALK_BASE_URL: server.url, PUBLIC_URL: "https://andon.example" },
  });
});
beforeEach(() => context.setMachineNow(MACHINE_NOW));
afterEach(async () => {
  server.received.length = 0;
  server.next.length = 0;
  await context.sql`
    truncate notifications, notification_alerts, alerts, attempts, sends, robots, chat_groups, people, contacts,
      escalation_settings`;
  forgetDirectory(context);
});
afterAll(async () => {
  await context.close();
  await server.close();
});

const titles = () => server.received.map(({ body }) => (body.actionCard ?? body.markdown).title);
const later = (ms: number) => context.setMachineNow(context.clock.machineNow() + ms);

test("what is late reaches the group, names the person, and carries three signed links", async () => {
  await addRobot(context);
  const personId = await addPerson(context, "王磊", { dingtalk: "+8613800000001" });
  const id = await queue(context, { personId, alerts: 23 });
  expect(await sendDue(context)).toMatchObject({ accepted: 1 });
  const { actionCard, at } = server.received[0]!.body;
  expect(actionCard.title).toBe("【超时】打包待出库 23 单，最久 1 小时");
  expect(at.atMobiles).toEqual(["13800000001"]);
  expect(actionCard.btns.map(({ title }: { title: string }) => title)).toEqual([
    "我来处理",
    "转给下一位",
    "看订单",
  ]);
  for (const { actionURL } of actionCard.btns)
    expect(actionURL).toMatch(/^https:\/\/andon\.example\/a\/\S{72}$/);
  expect(await standing(context, id)).toMatchObject({
    state: "accepted",
    said: { title: "【超时】打包待出库 23 单，最久 1 小时", channel: "dingtalk" },
    attempts: [{ state: "accepted", code: "0" }],
  });
  const [row] = await context.sql`select said::text as said from notifications`;
  expect(row!.said).not.toMatch(/13800000001|andon\.example/);
});

test("counts are those of the moment; what moved on meanwhile is told of no more", async () => {
  await addRobot(context);
  const id = await queue(context, { alerts: 3 });
  await context.sql`update alerts set state = 'resolved', resolved_at = now() where order_no = 'D1'`;
  const gone = await queue(context, { alerts: 0 });
  await context.sql`
    insert into notification_alerts select ${gone}, id from alerts where state = 'resolved'`;
  expect(await sendDue(context)).toMatchObject({ accepted: 1, dropped: 1 });
  expect(titles()).toEqual(["【超时】打包待出库 2 单，最久 1 小时"]);
  expect((await standing(context, id)).state).toBe("accepted");
  expect(await standing(context, gone)).toMatchObject({ state: "dropped", attempts: [] });
});

test("the most urgent goes first", async () => {
  await addRobot(context);
  await queue(context, { severity: 2, alerts: 2 });
  await queue(context, { severity: 1, alerts: 1 });
  const claim = await claimNext(context);
  expect(claim).toMatchObject({ kind: "job", job: { notification: { severity: 1 } } });
});

test("two senders at once stay within a robot's budget, and say when the rest goes", async () => {
  await addRobot(context);
  const ids: string[] = [];
  for (let n = 0; n < 21; n++) ids.push(await queue(context));
  const counts = await Promise.all([sendDue(context), sendDue(context)]);
  expect(counts[0].accepted + counts[1].accepted).toBe(18);
  expect(server.received).toHaveLength(18);
  const states = await Promise.all(ids.map((id) => standing(context, id)));
  const held = states.filter(({ state }) => state === "queued");
  expect(held).toHaveLength(3);
  for (const each of held) {
    expect(each).toMatchObject({ heldUntil: MACHINE_NOW + 60_000, heldReason: "rate", attempts: [] });
  }
  // One that is more urgent does not go either, but is the next.
  const urgent = await queue(context, { priority: 0 });
  expect(await sendDue(context)).toMatchObject({ accepted: 0 });
  later(60_000);
  expect(await sendDue(context)).toMatchObject({ accepted: 4 });
  expect(server.received).toHaveLength(22);
  const [first] = await context.sql`select intent_at from attempts where notification_id = ${urgent}`;
  expect(first).toMatchObject({ intent_at: MACHINE_NOW + 60_000 });
});

test("several robots take turns, and what waits is told when each may go", async () => {
  const robots = [await addRobot(context), await addRobot(context)];
  for (let n = 0; n < 40; n++) await queue(context);
  expect(await sendDue(context)).toMatchObject({ accepted: 36 });
  const spread = await context.sql<{ account: string; count: number }[]>`
    select account, count(*)::int from attempts group by account`;
  expect(spread.map(({ count }) => count)).toEqual([18, 18]);
  expect(new Set(spread.map(({ account }) => account))).toEqual(new Set(robots));
  const [held] = await context.sql`
    select count(*)::int, max(held_until) as last from notifications where state = 'queued'`;
  expect(held).toEqual({ count: 4, last: MACHINE_NOW + 60_000 });
});

test("a ban is kept to, and another robot takes over", async () => {
  const robot = await addRobot(context);
  server.next.push(BANNED);
  const id = await queue(context);
  await sendDue(context);
  const until = MACHINE_NOW + 600_000;
  expect(await standing(context, id)).toMatchObject({
    state: "queued",
    heldUntil: until,
    heldReason: "ban",
    attempts: [{ state: "failed", code: "130101", account: robot }],
  });
  later(599_000);
  await sendDue(context);
  expect(server.received).toHaveLength(1);
  const second = await addRobot(context);
  await context.sql`update notifications set held_until = null`;
  await sendDue(context);
  expect(await standing(context, id)).toMatchObject({
    state: "accepted",
    attempts: [{ account: robot }, { account: second, state: "accepted" }],
  });
});

test("a refusal goes on to the next robot, which is remembered", async () => {
  const first = await addRobot(context, { name: "a" });
  await addRobot(context, { name: "b" });
  server.next.push(WRONG_SIGN);
  const id = await queue(context);
  await sendDue(context);
  const stands = await standing(context, id);
  expect(stands.state).toBe("accepted");
  expect(new Set(stands.attempts.map(({ account }) => account)).size).toBe(2);
  expect(stands.attempts.map(({ state }) => state)).toEqual(["failed", "accepted"]);
  const blamed = stands.attempts[0]!.account;
  const rows = await context.sql`select id, last_error as error from robots where last_error is not null`;
  expect(rows).toMatchObject([{ id: blamed, error: "310000 sign not match" }]);
  // The one that works goes first from now on.
  await queue(context);
  await sendDue(context);
  const [last] =
    await context.sql`select account from attempts where number = 1 and notification_id <> ${id}`;
  expect(last!.account).not.toBe(blamed);
  expect(typeof first).toBe("string");
});

test("when no robot is left the fallback is told by another way, and why", async () => {
  await addRobot(context);
  await addRobot(context, { group: "office" });
  const boss = await addPerson(context, "赵总", { dingtalk: "+8613800000009" });
  await context.sql`
    insert into escalation_settings values (1, ${JSON.stringify({ fallback: [boss] })}::text::jsonb)`;
  server.next.push(WRONG_SIGN);
  const id = await queue(context, { severity: 2 });
  await sendDue(context);
  expect(await standing(context, id)).toMatchObject({ state: "failed", said: { failed: "refused" } });
  const [instead] = await context.sql`
    select n.id, person_id, group_key, fallback_reason, state, count(*)::int as alerts
    from notifications n join notification_alerts on notification_id = n.id where n.id <> ${id} group by n.id`;
  expect(instead).toMatchObject({
    person_id: boss,
    group_key: "office",
    fallback_reason: "channel_failed",
    state: "accepted",
    alerts: 1,
  });
  expect(server.received[1]!.body.actionCard.text).toContain("群消息发不出去，所以找到你");
});

test("a severe one calls the fallback when its group cannot be told", async () => {
  const boss = await addPerson(context, "赵总", { phone: "+8613800000009" });
  await context.sql`
    insert into escalation_settings values (1, ${JSON.stringify({ fallback: [boss] })}::text::jsonb)`;
  const id = await queue(context, { severity: 1 });
  const claim = await claimNext(context);
  expect(claim.kind).toBe("failed");
  expect((await standing(context, id)).said).toEqual({ failed: "no_robot" });
  const [call] = await context.sql`
    select kind, person_id, fallback_reason, state from notifications where id <> ${id}`;
  expect(call).toEqual({
    kind: "voice",
    person_id: boss,
    fallback_reason: "channel_failed",
    state: "queued",
  });
});

test("what may have arrived is repeated once, says so, and is then given up", async () => {
  await addRobot(context);
  server.next.push("reset", "reset");
  const id = await queue(context);
  await sendDue(context);
  expect(titles()).toEqual([
    "【超时】打包待出库 1 单，已超 1 小时",
    "【超时】打包待出库 1 单，已超 1 小时（可能重复）",
  ]);
  expect(await standing(context, id)).toMatchObject({
    state: "failed",
    attempts: [{ state: "unknown" }, { state: "unknown" }],
  });
});

test("a sender that dies between intent and answer is found out, and its message repeated once", async () => {
  await addRobot(context);
  const id = await queue(context);
  const claim = await claimNext(context);
  expect(claim.kind).toBe("job");
  later(SEND_LEASE_MS - 1);
  await sendDue(context);
  expect(await standing(context, id)).toMatchObject({ state: "sending", attempts: [{ state: "intent" }] });
  later(1);
  await sendDue(context);
  expect(titles()).toEqual(["【超时】打包待出库 1 单，已超 1 小时（可能重复）"]);
  expect(await standing(context, id)).toMatchObject({
    state: "accepted",
    attempts: [{ state: "unknown", code: "sender_lost" }, { state: "accepted" }],
  });
  // The dead one was only slow: what it brings changes nothing that is settled.
  if (claim.kind !== "job") throw new Error("no job");
  await runJob(context, claim.job);
  expect(await standing(context, id)).toMatchObject({
    state: "accepted",
    attempts: [{ state: "accepted" }, { state: "accepted" }],
  });
});

test("failed tries pause for longer each time; another robot is tried at once, and then it is given up", async () => {
  await addRobot(context);
  server.usual = { status: 500, body: "" };
  const id = await queue(context);
  const pauses: (number | null)[] = [];
  for (let n = 0; n < 5; n++) {
    await sendDue(context);
    const { heldUntil, heldReason } = await standing(context, id);
    expect(heldReason).toBe("retry");
    pauses.push(heldUntil! - context.clock.machineNow());
    context.setMachineNow(heldUntil);
  }
  expect(pauses).toEqual([2_000, 4_000, 8_000, 16_000, 32_000]);
  const other = await addRobot(context);
  await sendDue(context);
  server.usual = { body: { errcode: 0, errmsg: "ok" } };
  expect(await standing(context, id)).toMatchObject({ state: "failed" });
  const { attempts } = await standing(context, id);
  expect(attempts).toHaveLength(6);
  expect(attempts[5]).toEqual({ state: "failed", account: other, code: null });
});

test("an over line goes even though nothing is open, a notice of what is over does not", async () => {
  await addRobot(context);
  await queue(context, { purpose: "over", alerts: 2 });
  await queue(context, { purpose: "notice", topic: "taken", alerts: 1 });
  await context.sql`
    update alerts set state = 'resolved', resolution = 'left',
      resolved_at = ${new Date(TEST_NOW + 52 * 60_000)}, opened_at = ${new Date(TEST_NOW)}`;
  expect(await sendDue(context)).toMatchObject({ accepted: 1, dropped: 1 });
  expect(titles()).toEqual(["2 单都走了，用时 52 分钟，不用再跟"]);
  expect(server.received[0]!.body.msgtype).toBe("markdown");
});
