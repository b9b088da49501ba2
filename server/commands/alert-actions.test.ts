import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Tx } from "../../db/sql.ts";
import { seedPolicies } from "../../db/stores/policies.ts";
import { readAlert } from "../queries/read-alert.ts";
import { TEST_NOW, type TestContext, testContext } from "../testing/context.ts";
import { AlertActionError, type AlertActor } from "./alert-requests.ts";
import { callNext } from "./call-next.ts";
import { fireSteps } from "./fire-steps.ts";
import { passAlerts } from "./pass-alerts.ts";
import { resolveAlerts } from "./resolve-alerts.ts";
import { takeAlerts } from "./take-alerts.ts";
import { type Staff, stageAlert, stageNotification, stageStaff } from "./testing/stage-alert.ts";
import { undoPass } from "./undo-pass.ts";

const HOUR = 3_600_000;
let ctx: TestContext;
let staff: Staff;
let wang: AlertActor;
let li: AlertActor;
let orders = 0;

beforeAll(async () => {
  ctx = await testContext();
  await seedPolicies(ctx.sql);
  staff = await stageStaff(ctx);
  wang = { personId: staff.wang, name: "王磊" };
  li = { personId: staff.li, name: "李敏" };
});
afterAll(() => ctx.close());
beforeEach(async () => {
  ctx.setNow(TEST_NOW);
  ctx.setMachineNow(TEST_NOW);
  await ctx.sql`truncate alerts, alert_steps, notifications, notification_alerts, visits, audit`;
});

const stage = () => stageAlert(ctx, `A-${++orders}`);
const visitOf = async (visitId: string) => {
  const [row] = await ctx.sql<{ next: number | null; alerted: boolean }[]>`
    select next_step_at as next, alerted from visits where id = ${visitId}`;
  return row!;
};
const states = async () =>
  (
    await ctx.sql<{ what: string }[]>`
    select purpose || coalesce(':' || topic, '') || '/' || kind || '/' || state as what from notifications
    order by created_at, what`
  ).map(({ what }) => what);

describe("taking", () => {
  it("pledges: the steps wait, what is queued is dropped, what rings is cancelled, the group hears, all is audited", async () => {
    const { alertId, visitId } = await stage();
    await stageNotification(ctx, {
      kind: "chat",
      personId: staff.wang,
      state: "accepted",
      alertIds: [alertId],
    });
    await stageNotification(ctx, {
      kind: "chat",
      personId: staff.wang,
      state: "queued",
      alertIds: [alertId],
    });
    const call = await stageNotification(ctx, {
      kind: "voice",
      personId: staff.wang,
      state: "accepted",
      alertIds: [alertId],
    });
    const taken = await takeAlerts(ctx, { notificationId: call, by: wang, via: "key" });
    expect(taken).toEqual({ taken: [alertId], already: null, pledgeUntilMs: TEST_NOW + HOUR, over: 0 });
    expect(await visitOf(visitId)).toEqual({ next: TEST_NOW + HOUR, alerted: true });
    expect(await states()).toEqual([
      "notice:taken/chat/queued",
      "step/chat/accepted",
      "step/chat/dropped",
      "step/voice/accepted",
    ]);
    const [ringing] = await ctx.sql`select cancel_at from notifications where id = ${call}`;
    expect(ringing!.cancel_at).toBe(TEST_NOW);
    const alert = await readAlert(ctx, alertId);
    expect(alert).toMatchObject({ state: "acknowledged", taken: { name: "王磊", via: "key" } });
    expect(alert!.audit).toMatchObject([
      { action: "alert.acknowledge", actor: "person:王磊", detail: { from: null } },
    ]);
  });

  it("lets one of two who press 1 at once have all of a storm, and tells the other who", async () => {
    const alerts = await Promise.all(Array.from({ length: 12 }, stage));
    const alertIds = alerts.map(({ alertId }) => alertId);
    const calls = await Promise.all(
      [staff.wang, staff.li].map((personId, at) =>
        stageNotification(ctx, {
          kind: "voice",
          personId,
          state: "accepted",
          alertIds: at === 0 ? alertIds : alertIds.toReversed(),
        }),
      ),
    );
    const results = await Promise.all([
      takeAlerts(ctx, { notificationId: calls[0], by: wang, via: "key" }),
      takeAlerts(ctx, { notificationId: calls[1], by: li, via: "key" }),
    ]);
    const [winner, loser] = results.toSorted((a, b) => b.taken.length - a.taken.length);
    expect([winner!.taken.length, loser!.taken.length]).toEqual([12, 0]);
    const name = results[0] === winner ? "王磊" : "李敏";
    expect(loser!.already).toEqual({ name, pledgeUntilMs: TEST_NOW + HOUR });
    expect(winner!.already).toBeNull();
    // One line for twelve orders.
    expect((await states()).filter((what) => what.startsWith("notice"))).toHaveLength(1);
  });

  it("takes over only when asked, and audits from whom; a pledge that has passed is nobody's", async () => {
    const { alertId } = await stage();
    await takeAlerts(ctx, { alertIds: [alertId], by: wang, via: "desk" });
    const refused = await takeAlerts(ctx, { alertIds: [alertId], by: li, via: "desk" });
    expect(refused).toMatchObject({ taken: [], already: { name: "王磊" } });
    const over = await takeAlerts(ctx, { alertIds: [alertId], by: li, via: "desk", over: true });
    expect(over.taken).toEqual([alertId]);
    expect((await readAlert(ctx, alertId))!.audit[0]).toMatchObject({
      detail: { by: { name: "李敏" }, from: { name: "王磊", via: "desk" } },
    });
    ctx.setNow(TEST_NOW + HOUR);
    expect((await takeAlerts(ctx, { alertIds: [alertId], by: wang, via: "desk" })).taken).toEqual([alertId]);
    const [first] = await ctx.sql`select first_taken_name as name, first_taken_at as at from alerts`;
    expect(first).toEqual({ name: "王磊", at: TEST_NOW });
  });

  it.each([
    ["in the past", -1],
    ["now", 0],
    ["in eight days", 8 * 24 * HOUR],
  ])("refuses a pledge %s", async (_when, offset) => {
    const { alertId } = await stage();
    const pledgeUntilMs = TEST_NOW + offset;
    await expect(
      takeAlerts(ctx, { alertIds: [alertId], by: wang, via: "api", pledgeUntilMs }),
    ).rejects.toThrow("pledgeUntil");
    expect((await readAlert(ctx, alertId))!.state).toBe("open");
  });

  it("finds nothing to take once the visit has ended, though the escalator has not come to it yet", async () => {
    const { alertId, visitId } = await stage();
    await ctx.sql`
      update visits set left_at = ${new Date(TEST_NOW)}, next_step_at = ${new Date(TEST_NOW)} where id = ${visitId}`;
    expect(await takeAlerts(ctx, { alertIds: [alertId], by: wang, via: "key" })).toMatchObject({
      taken: [],
      over: 1,
    });
    expect((await visitOf(visitId)).next).toBe(TEST_NOW);
  });

  it("holds against the escalator that fires at the same moment: nobody is told of what is taken", async () => {
    const alerts = await Promise.all(Array.from({ length: 30 }, stage));
    const alertIds = alerts.map(({ alertId }) => alertId);
    const again = TEST_NOW + 15 * 60_000;
    ctx.setNow(again);
    await Promise.all([
      takeAlerts(ctx, { alertIds: alertIds.slice(0, 15), by: wang, via: "desk" }),
      fireSteps(ctx, 10),
      fireSteps(ctx, 10),
      takeAlerts(ctx, { alertIds: alertIds.slice(15).toReversed(), by: li, via: "desk" }),
    ]);
    // What was passed over while it was locked is looked at now.
    while ((await fireSteps(ctx, 100)).nextAt === again);
    const [left] = await ctx.sql<{ open: number; queued: number; waiting: number }[]>`
      select (select count(*)::int from alerts where state <> 'acknowledged') as open,
        (select count(*)::int from notifications where purpose = 'step' and state = 'queued') as queued,
        (select count(*)::int from visits where next_step_at = ${new Date(again + HOUR)}) as waiting`;
    expect(left).toEqual({ open: 0, queued: 0, waiting: 30 });
  });

  it("waits for a fold that ends the visit, and then leaves its end to be told", async () => {
    const { alertId, orderId, visitId } = await stage();
    let take: Promise<unknown> = Promise.resolve();
    await ctx.sql.begin(async (tx) => {
      await tx`select from orders where id = ${orderId} for update`;
      take = takeAlerts(ctx, { alertIds: [alertId], by: wang, via: "key" });
      await new Promise((resolve) => setTimeout(resolve, 100));
      await tx`
        update visits set left_at = ${new Date(TEST_NOW)}, next_step_at = ${new Date(TEST_NOW)} where id = ${visitId}`;
    });
    expect(await take).toMatchObject({ taken: [], over: 1 });
    expect((await visitOf(visitId)).next).toBe(TEST_NOW);
  });
});

describe("passing", () => {
  it("by the key rings the next phone at once, about all that nobody took; told twice, it rings once", async () => {
    const [one, two] = [await stage(), await stage()];
    const alertIds = [one.alertId, two.alertId];
    const call = await stageNotification(ctx, {
      kind: "voice",
      personId: staff.wang,
      state: "heard",
      alertIds,
    });
    const passed = await passAlerts(ctx, { notificationId: call, by: wang, via: "key" });
    expect(passed).toMatchObject({ to: { name: "李敏" }, undoUntilMs: null });
    expect(passed.passed.toSorted()).toEqual(alertIds.toSorted());
    const [next] = await ctx.sql`
      select n.person_id, n.target_no, count(*)::int as alerts from notifications n
      join notification_alerts l on l.notification_id = n.id
      where n.kind = 'voice' and n.state = 'queued' group by n.id`;
    expect(next).toEqual({ person_id: staff.li, target_no: 0, alerts: 2 });
    const again = await ctx.sql.begin((tx) => callNext(tx as unknown as Tx, ctx, call, "hung_up"));
    expect(again).not.toBeNull();
    expect(await states()).toEqual(["notice:passed_on/chat/queued", "step/voice/heard", "step/voice/queued"]);
  });

  it("goes through everybody once, to the fallback, and then nobody", async () => {
    const { alertId } = await stage();
    let call: string | null = await stageNotification(ctx, {
      kind: "voice",
      personId: staff.wang,
      state: "failed",
      alertIds: [alertId],
    });
    const rung: string[] = [];
    while (call !== null) {
      const ended: string = call;
      await ctx.sql`update notifications set state = 'failed' where id = ${ended}`;
      call = await ctx.sql.begin((tx) => callNext(tx as unknown as Tx, ctx, ended, "no_answer"));
      if (call === null) break;
      const [row] = await ctx.sql<{ person: string; reason: string | null }[]>`
        select person_id as person, fallback_reason as reason from notifications where id = ${call}`;
      rung.push(`${row!.person === staff.li ? "li" : "zhao"} ${row!.reason}`);
    }
    // Nobody is on call for the role: the fallback is asked, and says why.
    expect(rung).toEqual(["li null", "zhao nobody_on_call"]);
  });

  describe("goes on from a call that no voice step made", () => {
    /** The policy has not come to its call yet. */
    const beforeTheCall = async () => {
      const { alertId } = await stage();
      await ctx.sql`delete from alert_steps where alert_id = ${alertId} and kind = 'voice'`;
      return alertId;
    };
    const later = (ms: number) => {
      ctx.setNow(ctx.clock.shopNow() + ms);
      ctx.setMachineNow(ctx.clock.machineNow() + ms);
    };
    /** Ends whatever call waits, until none is left. @returns whom they were for */
    const ringOut = async () => {
      const rung: string[] = [];
      for (;;) {
        const [call] = await ctx.sql<{ id: string; name: string; reason: string | null }[]>`
          update notifications n set state = 'failed', settled_at = ${new Date(ctx.clock.machineNow())} from people p
          where p.id = n.person_id and n.kind = 'voice' and n.state = 'queued'
          returning n.id, p.name, n.fallback_reason as reason`;
        if (!call) return rung;
        rung.push(call.reason === null ? call.name : `${call.name} ${call.reason}`);
        later(20_000);
        await ctx.sql.begin((tx) => callNext(tx as unknown as Tx, ctx, call.id, "busy"));
      }
    };

    it("and was passed on in a chat: those after whoever it went to, at once, each time it is passed on", async () => {
      const alertId = await beforeTheCall();
      const everybody = ["李敏", "赵总 nobody_on_call", "王磊"];
      for (const _time of [1, 2]) {
        await passAlerts(ctx, { alertIds: [alertId], by: wang, via: "link" });
        expect(await ringOut()).toEqual(everybody);
      }
      // Everybody was called a moment ago, and that round is over.
      await ctx.sql`
        insert into alert_steps (alert_id, step, round, kind, outcome, due_at, fired_at)
        values (${alertId}, 3, 0, 'voice', 'fired', ${new Date(TEST_NOW)}, ${new Date(TEST_NOW)})`;
      await passAlerts(ctx, { alertIds: [alertId], by: wang, via: "link" });
      expect(await ringOut()).toEqual(everybody);
    });

    it("and was made because no group could be told: the fallback's next, and why", async () => {
      const boss = await ctx.sql.begin(async (tx) => {
        const id = crypto.randomUUID();
        await tx`insert into people (id, name) values (${id}, '钱总')`;
        await tx`
          insert into contacts (id, person_id, kind, address, verified_at)
          values (${crypto.randomUUID()}, ${id}, 'phone', '+8613800000004', now())`;
        await tx`
          update escalation_settings
          set settings = settings || jsonb_build_object('fallback', jsonb_build_array(${staff.zhao}::text, ${id}::text))`;
        return id;
      });
      const call = await stageNotification(ctx, {
        kind: "voice",
        personId: staff.zhao,
        state: "queued",
        alertIds: [await beforeTheCall()],
      });
      await ctx.sql`update notifications set fallback_reason = 'channel_failed' where id = ${call}`;
      const rung = await ringOut();
      await ctx.sql`
        update escalation_settings
        set settings = settings || jsonb_build_object('fallback', jsonb_build_array(${staff.zhao}::text))`;
      await ctx.sql`update people set active = false where id = ${boss}`;
      expect(rung.slice(0, 2)).toEqual(["赵总 channel_failed", "钱总 channel_failed"]);
    });

    it("though an alert that is due earlier only joined the call", async () => {
      const joined = await beforeTheCall();
      await ctx.sql`update alerts set due_at = due_at - interval '1 hour' where id = ${joined}`;
      const { alertId } = await stage();
      await stageNotification(ctx, {
        kind: "voice",
        personId: staff.wang,
        state: "queued",
        alertIds: [joined, alertId],
      });
      await ctx.sql`
        insert into alert_steps (alert_id, step, round, kind, outcome, due_at, fired_at)
        select alert_id, 3, 1, kind, outcome, due_at, fired_at + interval '15 minutes' from alert_steps
        where alert_id = ${alertId} and kind = 'voice'`;
      // What they were rung about before counts for the one that joined; the other's round has only begun.
      await ctx.sql`update notifications set created_at = created_at + interval '15 minutes'`;
      await stageNotification(ctx, {
        kind: "voice",
        personId: staff.li,
        state: "failed",
        alertIds: [joined, alertId],
      });
      await ctx.sql`
        update notifications set settled_at = ${new Date(TEST_NOW + 20_000)} where person_id = ${staff.li}`;
      later(16 * 60_000);
      expect(await ringOut()).toEqual(["王磊", "李敏", "赵总 nobody_on_call"]);
    });

    it("and whoever rang when an alert joined their call is not rung again in its round", async () => {
      const [first, second] = [await stage(), await stage()];
      await stageNotification(ctx, {
        kind: "voice",
        personId: staff.wang,
        state: "queued",
        alertIds: [first.alertId, second.alertId],
      });
      await ctx.sql`update alerts set due_at = due_at - interval '1 hour' where id = ${second.alertId}`;
      await ctx.sql`
        update alert_steps set fired_at = fired_at + interval '10 seconds'
        where alert_id = ${second.alertId} and kind = 'voice'`;
      later(15_000);
      expect(await ringOut()).toEqual(["王磊", "李敏", "赵总 nobody_on_call"]);
    });
  });

  it("does not ring on once somebody has taken it", async () => {
    const { alertId } = await stage();
    const call = await stageNotification(ctx, {
      kind: "voice",
      personId: staff.wang,
      state: "accepted",
      alertIds: [alertId],
    });
    const [taken, next] = await Promise.all([
      takeAlerts(ctx, { alertIds: [alertId], by: li, via: "desk" }),
      ctx.sql.begin((tx) => callNext(tx as unknown as Tx, ctx, call, "no_answer")),
    ]);
    expect(taken.taken).toEqual([alertId]);
    if (next !== null) {
      const [row] = await ctx.sql`select state from notifications where id = ${next}`;
      expect(row!.state).toBe("dropped");
    }
    expect((await states()).filter((what) => what === "step/voice/queued")).toEqual([]);
  });

  it("on a screen can be undone for 10 s, and gives back who had it until when", async () => {
    const { alertId, visitId } = await stage();
    await takeAlerts(ctx, { alertIds: [alertId], by: wang, via: "desk" });
    const passed = await passAlerts(ctx, { alertIds: [alertId], by: wang, via: "desk" });
    expect(passed).toMatchObject({ to: { name: "李敏" }, undoUntilMs: TEST_NOW + 10_000 });
    expect(await readAlert(ctx, alertId)).toMatchObject({
      state: "open",
      taken: null,
      undoUntil: new Date(TEST_NOW + 10_000).toISOString(),
    });
    const held = await ctx.sql`
      select kind, held_until, held_reason from notifications where held_until is not null order by kind`;
    expect(held).toEqual([
      { kind: "chat", held_until: TEST_NOW + 10_000, held_reason: "undo" },
      { kind: "voice", held_until: TEST_NOW + 10_000, held_reason: "undo" },
    ]);
    ctx.setMachineNow(TEST_NOW + 9_000);
    expect(await undoPass(ctx, { alertId, by: wang, via: "desk" })).toEqual({ restored: [alertId] });
    expect(await readAlert(ctx, alertId)).toMatchObject({
      state: "acknowledged",
      taken: { name: "王磊", pledgeUntil: new Date(TEST_NOW + HOUR).toISOString() },
      undoUntil: null,
    });
    expect((await visitOf(visitId)).next).toBe(TEST_NOW + HOUR);
    expect(await states()).toEqual([
      "notice:passed_on/chat/dropped",
      "notice:taken/chat/queued",
      "step/voice/dropped",
    ]);
    await expect(undoPass(ctx, { alertId, by: wang, via: "desk" })).rejects.toThrow(AlertActionError);
  });

  it("cannot be undone later, nor once the message goes", async () => {
    const { alertId } = await stage();
    await passAlerts(ctx, { alertIds: [alertId], by: wang, via: "desk" });
    await ctx.sql`update notifications set state = 'sending' where kind = 'chat' and state = 'queued'`;
    await expect(undoPass(ctx, { alertId, by: wang, via: "desk" })).rejects.toMatchObject({
      code: "too_late",
    });
    await ctx.sql`update notifications set state = 'queued' where state = 'sending'`;
    ctx.setMachineNow(TEST_NOW + 10_001);
    await expect(undoPass(ctx, { alertId, by: wang, via: "desk" })).rejects.toMatchObject({
      code: "too_late",
    });
    expect((await readAlert(ctx, alertId))!.state).toBe("open");
  });

  it("goes to whom one chooses, and says so when nobody is left", async () => {
    const { alertId } = await stage();
    const chosen = await passAlerts(ctx, {
      alertIds: [alertId],
      by: wang,
      via: "desk",
      toPersonId: staff.zhao,
    });
    expect(chosen.to).toEqual({ personId: staff.zhao, name: "赵总" });
    const last = { personId: staff.zhao, name: "赵总" };
    await expect(passAlerts(ctx, { alertIds: [alertId], by: last, via: "desk" })).rejects.toMatchObject({
      code: "nobody_next",
    });
  });
});

it("resolves by hand: the visit raises nothing more, and those who were told hear that it is over", async () => {
  const { alertId, visitId } = await stage();
  await stageNotification(ctx, {
    kind: "chat",
    personId: staff.wang,
    state: "accepted",
    alertIds: [alertId],
  });
  const call = await stageNotification(ctx, {
    kind: "voice",
    personId: staff.wang,
    state: "queued",
    alertIds: [alertId],
  });
  expect(await resolveAlerts(ctx, { alertIds: [alertId], by: li, via: "desk", note: "已装车" })).toEqual({
    resolved: [alertId],
    over: 0,
  });
  expect(await visitOf(visitId)).toEqual({ next: null, alerted: false });
  const [row] = await ctx.sql`select state from notifications where id = ${call}`;
  expect(row!.state).toBe("dropped");
  expect(await states()).toContain("over/chat/queued");
  expect(await readAlert(ctx, alertId)).toMatchObject({ state: "resolved", resolution: "by_hand" });
  expect(await resolveAlerts(ctx, { alertIds: [alertId], by: li, via: "desk" })).toEqual({
    resolved: [],
    over: 1,
  });
});
