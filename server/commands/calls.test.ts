import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { NEXT_TOKEN } from "../channels/voice/testing/twilio-server.ts";
import { verificationCode } from "../oncall/verification-code.ts";
import { forgetDirectory } from "../queries/directory.ts";
import { cancelCalls } from "./cancel-calls.ts";
import { lookUpCalls } from "./look-up-calls.ts";
import { resolveAlerts } from "./resolve-alerts.ts";
import { takeAlerts } from "./take-alerts.ts";
import { auditOf, type CallingShop, called, callingShop, quiet, standingOf } from "./testing/calling-shop.ts";

let shop: CallingShop;
beforeAll(async () => {
  shop = await callingShop({ TWILIO_AUTH_TOKEN_NEXT: NEXT_TOKEN });
});
afterEach(() => quiet(shop));
afterAll(() => shop.close());

const LI = "李敏";
const WANG = "王磊";
const stateOf = async (alertId: string) => {
  const [row] = await shop.context
    .sql`select state, taken_name as name, taken_via as via from alerts where id = ${alertId}`;
  return row;
};

describe("a call", () => {
  test("asks Twilio as its description says, and names no number in what is kept", async () => {
    const { id, outcome } = await shop.call(shop.staff.wang, 2);
    expect(outcome).toMatchObject({ kind: "accepted", providerId: shop.phone().call.sid });
    const { fields } = shop.phone().call;
    expect(Object.fromEntries(fields)).toMatchObject({
      To: "+8613800000001",
      From: "+12025550100",
      Timeout: "20",
      MachineDetection: "Enable",
      AsyncAmd: "true",
    });
    expect(fields.getAll("StatusCallbackEvent")).toEqual(["initiated", "ringing", "answered", "completed"]);
    expect(await standingOf(shop, id)).toEqual({ state: "accepted", attempts: ["twilio accepted"] });
    const [kept] = await shop.context.sql`
      select (select jsonb_agg(a) from attempts a)::text || (select jsonb_agg(n) from notifications n)::text as text`;
    expect(kept!.text).not.toContain("13800000001");
  });

  test("is answered, says what is late, and 1 takes every alert of it", async () => {
    const { id, alertIds } = await shop.call(shop.staff.wang, 2);
    const phone = shop.phone();
    await phone.status("initiated", 0);
    await phone.status("ringing", 1);
    const menu = await phone.tell("twiml", { CallStatus: "in-progress" });
    expect(menu.body).toContain(
      "您好，这里是木屿家居订单值班电话。打包待出库有两单超时，最久两小时。我来处理请按一，转给下一位请按二，重听请按三。",
    );
    const action = `${shop.api.url}/api/hooks/twilio/${phone.attemptId}/gather?turn=1`;
    expect(menu.body).toMatch(/<Gather input="dtmf" numDigits="1" timeout="8"/);
    expect(menu.body).toContain(`action="${action}"`);
    expect(menu.body).toContain(`</Gather><Redirect method="POST">${action}</Redirect>`);
    const thanks = await phone.press("1");
    expect(thanks.body).toContain("好的，已记在您名下，请在十一点前清完，到点没清会再打给您。");
    expect(thanks.body).toContain("<Hangup/>");
    await phone.status("completed", 3, { AnsweredBy: "human" });
    expect(await standingOf(shop, id)).toEqual({ state: "heard", attempts: ["twilio heard callback 1"] });
    for (const alertId of alertIds)
      expect(await stateOf(alertId)).toEqual({ state: "acknowledged", name: WANG, via: "key" });
    expect(await called(shop)).toEqual([WANG]);
    expect(await cancelCalls(shop.context)).toBe(0);
    const metrics = await (await shop.api.call("/metrics")).text();
    expect(metrics).toContain('andon_calls{provider="twilio",outcome="heard"} 1');
    const [kept] = await shop.context.sql`select said from notifications where id = ${id}`;
    expect(kept!.said).toMatchObject({
      language: "zh-CN",
      channel: "twilio",
      title: expect.stringContaining("有两单超时"),
    });
  });

  test("2 calls the next person, who can take it", async () => {
    const { id, alertIds } = await shop.call(shop.staff.wang);
    expect((await shop.phone().press("2")).body).toContain("好的，正在转给下一位。");
    await shop.phone().status("completed", 3);
    expect(await standingOf(shop, id)).toMatchObject({ state: "heard" });
    expect(await called(shop)).toEqual([WANG, LI]);
    shop.later(1_000);
    await shop.placeQueued();
    await shop.phone().press("1");
    expect(await stateOf(alertIds[0]!)).toMatchObject({ state: "acknowledged", name: LI });
  });

  test("3 and any other key say it again; who never decides has said nothing", async () => {
    const { id } = await shop.call(shop.staff.wang);
    const phone = shop.phone();
    expect((await phone.press("3")).body).toContain("gather?turn=2");
    expect((await phone.press("9", 2)).body).toMatch(/turn=3[\s\S]*打包待出库有一单超时/);
    await phone.press("3", 3);
    await phone.press("3", 4);
    expect((await phone.press("3", 5)).body).toContain("没有收到按键，马上转给下一位。");
    expect(await standingOf(shop, id)).toMatchObject({ attempts: ["twilio delivered silence callback"] });
    expect(await called(shop)).toEqual([WANG, LI]);
  });

  test("that somebody else has ended by now says so and asks for nothing", async () => {
    const { alertIds } = await shop.call(shop.staff.wang);
    const by = { personId: shop.staff.li, name: LI };
    await takeAlerts(shop.context, { alertIds, by, via: "desk" });
    const said = await shop.phone().tell("twiml", {});
    expect(said.body).toContain("李敏已接手，说好十一点前清完，不用再跟。");
    expect(said.body).not.toContain("Gather");
  });
});

describe("a call that asks for no key", () => {
  /** As a desk asks for it: a test, or a code for a phone that does not count yet. */
  const place = async (purpose: "test" | "verify", path: string) => {
    const { sql } = shop.context;
    const [contact] = await sql<
      { id: string }[]
    >`select id from contacts where person_id = ${shop.staff.wang}`;
    const verified = purpose === "verify" ? null : new Date(0);
    await sql`update contacts set verified_at = ${verified} where id = ${contact!.id}`;
    forgetDirectory(shop.context);
    const sent = await shop.api.call(`/api/v1/people/${shop.staff.wang}/contacts/${contact!.id}/${path}`, {
      method: "POST",
    });
    expect(sent.status).toBeLessThan(300);
    expect(await shop.placeQueued()).toMatchObject([{ kind: "accepted" }]);
    const [row] = await sql<{ id: string }[]>`select id from notifications`;
    return { id: row!.id, contactId: contact!.id };
  };

  test("says a code twice, keeps it out of the ledger, and is over when it is heard", async () => {
    const { id, contactId } = await place("verify", "verify");
    const code = await verificationCode(shop.context, contactId);
    const digits = [...code!].map((digit) => "零一二三四五六七八九"[Number(digit)]).join("，");
    const said = await shop.phone().tell("twiml", {});
    expect(said.body).toContain(`您的验证码是，${digits}。再说一遍，${digits}。`);
    expect(said.body).not.toContain("Gather");
    await shop.phone().status("completed", 3);
    expect(await standingOf(shop, id)).toMatchObject({ state: "delivered" });
    const [kept] = await shop.context.sql`select said::text as said from notifications`;
    expect(kept!.said).toContain("您的验证码是");
    expect(kept!.said).not.toContain(digits);
    expect(await called(shop)).toEqual([WANG]);
  });

  test("says that it is a test, and calls nobody else when nobody answers", async () => {
    const { id } = await place("test", "test");
    expect((await shop.phone().tell("twiml", {})).body).toContain("这是一次测试，听到就说明电话通了");
    await shop.phone().status("no-answer", 2);
    expect(await standingOf(shop, id)).toMatchObject({ state: "failed" });
    expect(await called(shop)).toEqual([WANG]);
  });
});

describe("a call that nobody takes goes to the next person at once, once", () => {
  test.each([
    ["busy", "busy", "twilio failed busy callback"],
    ["no-answer", "no_answer", "twilio failed no_answer callback"],
    ["failed", "failed", "twilio failed failed callback"],
    ["canceled", "canceled", "twilio canceled canceled callback"],
    ["completed", "hung_up", "twilio delivered hung_up callback"],
  ])("%s", async (status, _, attempt) => {
    const { id } = await shop.call(shop.staff.wang);
    await shop.phone().status(status, 2);
    await shop.phone().status(status, 2);
    expect(await standingOf(shop, id)).toEqual({ state: "failed", attempts: [attempt] });
    expect(await called(shop)).toEqual([WANG, LI]);
  });

  test("silence", async () => {
    const { id } = await shop.call(shop.staff.wang);
    const said = await shop.phone().press(null);
    expect(said.body).toContain("没有收到按键，马上转给下一位。");
    await shop.phone().status("completed", 3);
    expect(await standingOf(shop, id)).toMatchObject({ attempts: ["twilio delivered silence callback"] });
    expect(await called(shop)).toEqual([WANG, LI]);
  });

  test.each(["machine_start", "machine_end_beep", "machine_end_silence", "machine_end_other", "fax"])(
    "%s, which is hung up on",
    async (answeredBy) => {
      const { id } = await shop.call(shop.staff.wang);
      const phone = shop.phone();
      await phone.status("in-progress", 2);
      await phone.tell("twiml", {});
      await phone.tell("machine", { AnsweredBy: answeredBy });
      expect(await called(shop)).toEqual([WANG, LI]);
      expect(shop.twilio.ended).toEqual([{ sid: phone.call.sid, status: "completed" }]);
      expect((await phone.press(null)).body).toContain("<Response><Hangup/></Response>");
      await phone.status("completed", 3, { AnsweredBy: answeredBy });
      expect(await standingOf(shop, id)).toMatchObject({ attempts: ["twilio delivered voicemail callback"] });
      expect(await called(shop)).toEqual([WANG, LI]);
    },
  );

  test("a person, or somebody whom Twilio cannot tell from one, is no machine", async () => {
    await shop.call(shop.staff.wang);
    for (const [n, answeredBy] of ["human", "unknown"].entries())
      await shop.phone().tell("machine", { AnsweredBy: answeredBy, n: String(n) });
    expect(await called(shop)).toEqual([WANG]);
  });

  test("the person after the last is nobody", async () => {
    for (const person of ["wang", "li", "zhao"]) {
      if (person === "wang") await shop.call(shop.staff.wang);
      else await shop.placeQueued();
      await shop.phone().status("busy", 2);
      shop.later(1_000);
    }
    expect(await called(shop)).toEqual([WANG, LI, "赵总"]);
  });
});

describe("callbacks", () => {
  test("that are forged are refused and audited, whatever they tell", async () => {
    const { alertIds } = await shop.call(shop.staff.wang);
    const phone = shop.phone();
    const forged = [
      phone.tell("gather?turn=1", { Digits: "1" }, { token: "another" }),
      phone.tell("status", { CallStatus: "completed" }, { signedFor: "https://elsewhere.example" }),
      phone.tell("machine", { AnsweredBy: "fax" }, { token: "another" }),
      phone.tell("twiml", {}, { token: "" }),
    ];
    expect((await Promise.all(forged)).map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    const unsigned = await fetch(`${shop.api.url}/api/hooks/twilio/${phone.attemptId}/gather?turn=1`, {
      method: "POST",
      body: new URLSearchParams({ CallSid: phone.call.sid, Digits: "1" }),
    });
    expect(unsigned.status).toBe(403);
    expect(await stateOf(alertIds[0]!)).toMatchObject({ state: "open" });
    expect(await auditOf(shop)).toEqual(Array(5).fill("callback.forged"));
  });

  test("are believed with either of two tokens, behind a proxy, with its port and without", async () => {
    await shop.call(shop.staff.wang);
    const phone = shop.phone();
    const behind = "https://andon.example:8443";
    shop.context.env.publicUrl = behind;
    const tell = (signedFor: string, token?: string) =>
      phone.tell(
        "machine",
        { AnsweredBy: "human", n: signedFor },
        { signedFor, ...(token ? { token } : {}) },
      );
    const statuses = [
      (await tell(behind)).status,
      (await tell("https://andon.example")).status,
      (await tell(behind, NEXT_TOKEN)).status,
      (await tell(shop.api.url)).status,
    ];
    shop.context.env.publicUrl = shop.api.url;
    expect(statuses).toEqual([204, 204, 204, 403]);
  });

  test("that come again change nothing and are answered the same", async () => {
    const { alertIds } = await shop.call(shop.staff.wang);
    const phone = shop.phone();
    const first = await phone.press("1");
    const [pledged] = await shop.context.sql`select pledge_until, taken_at from alerts`;
    shop.context.setNow(shop.context.clock.shopNow() + 60_000);
    expect((await phone.press("1")).body).toBe(first.body);
    expect((await shop.context.sql`select pledge_until, taken_at from alerts`)[0]).toEqual(pledged);
    await resolveAlerts(shop.context, { alertIds, by: { personId: null, name: "desk" }, via: "desk" });
    expect((await phone.press("1", 2)).status).toBe(200);
    expect(await stateOf(alertIds[0]!)).toMatchObject({ state: "resolved" });
    expect(await auditOf(shop)).toEqual([
      "alert.acknowledge",
      "callback.repeated",
      "alert.resolve",
      "callback.stale",
    ]);
  });

  test("in any order tell the same", async () => {
    const { id } = await shop.call(shop.staff.wang);
    const phone = shop.phone();
    await phone.status("no-answer", 2);
    await phone.status("ringing", 1);
    await phone.status("initiated", 0);
    expect(await standingOf(shop, id)).toEqual({
      state: "failed",
      attempts: ["twilio failed no_answer callback"],
    });
    expect(await called(shop)).toEqual([WANG, LI]);
  });

  test("all at once end a call once", async () => {
    await shop.call(shop.staff.wang);
    const phone = shop.phone();
    await Promise.all([
      phone.status("completed", 3),
      phone.press(null),
      phone.tell("machine", { AnsweredBy: "machine_start" }),
      phone.status("completed", 3),
      phone.press(null),
      phone.tell("twiml", {}),
      phone.status("in-progress", 2),
    ]);
    expect(await called(shop)).toEqual([WANG, LI]);
  });

  test("that lose against another transaction are taken all the same, once", async () => {
    const { sql } = shop.context;
    const { id } = await shop.call(shop.staff.wang);
    // A sequence does not go back with its transaction: only the first is the victim of a deadlock.
    await sql.unsafe(`
      create sequence victims;
      create function lose_once() returns trigger language plpgsql as $$ begin
        if nextval('victims') = 1 then raise 'deadlock' using errcode = '40P01'; end if; return new; end $$;
      create trigger lose_once before update of settled_at on attempts for each row execute function lose_once()`);
    const told = await shop.phone().status("busy", 2);
    const tries = await sql`select last_value::int as n from victims`;
    await sql.unsafe("drop function lose_once cascade; drop sequence victims");
    expect([told.status, tries[0]!.n]).toEqual([204, 2]);
    expect(await standingOf(shop, id)).toMatchObject({ state: "failed" });
    expect(await called(shop)).toEqual([WANG, LI]);
  });

  test("a key that comes behind the end of its call counts, while it may still be on its way", async () => {
    const { id, alertIds } = await shop.call(shop.staff.wang);
    await shop.phone().status("completed", 3);
    expect(await called(shop)).toEqual([WANG, LI]);
    shop.later(60_000);
    expect((await shop.phone().press("1")).body).toContain("已记在您名下");
    expect(await stateOf(alertIds[0]!)).toMatchObject({ state: "acknowledged", name: WANG });
    expect(await standingOf(shop, id)).toMatchObject({ attempts: ["twilio heard hung_up callback 1"] });
    const [next] = await shop.context.sql`select state from notifications where person_id = ${shop.staff.li}`;
    expect(next!.state).toBe("dropped");
  });

  test("a key that is told long after the call is stale", async () => {
    const { alertIds } = await shop.call(shop.staff.wang);
    await shop.phone().status("completed", 3);
    shop.later(121_000);
    await shop.phone().press("1");
    expect(await stateOf(alertIds[0]!)).toMatchObject({ state: "open" });
    expect(await auditOf(shop)).toContain("callback.stale");
  });

  test("that ask again what to say are answered alike while the call goes on, and told nothing long after it", async () => {
    const { id } = await shop.call(shop.staff.wang);
    const phone = shop.phone();
    const saidOf = async () =>
      (await shop.context.sql`select said ->> 'title' as title from notifications where id = ${id}`)[0]!
        .title;
    const first = await phone.tell("twiml", {});
    expect(first.body).toContain("有一单超时");
    expect((await phone.tell("twiml", {})).body).toBe(first.body);
    await phone.status("completed", 3);
    shop.later(120_000);
    expect((await phone.tell("twiml", {})).body).toBe(first.body);
    const said = await saidOf();
    shop.later(1);
    shop.context.setNow(shop.context.clock.shopNow() + 3_600_000);
    expect((await phone.tell("twiml", {})).body).toContain("<Response><Hangup/></Response>");
    expect(await saidOf()).toBe(said);
    expect(await auditOf(shop)).toEqual(["callback.stale"]);
  });

  test("of another call, or of none that we know, change nothing", async () => {
    await shop.call(shop.staff.wang);
    const phone = shop.phone();
    expect((await phone.tell("status", { CallSid: `CA${"1".repeat(32)}`, CallStatus: "busy" })).status).toBe(
      204,
    );
    expect(await auditOf(shop)).toEqual(["callback.foreign"]);
    await shop.context.sql`delete from attempts`;
    expect((await phone.status("busy", 2)).status).toBe(404);
    expect(await called(shop)).toEqual([WANG]);
  });

  test("that are too large or not understood are refused", async () => {
    await shop.call(shop.staff.wang);
    const phone = shop.phone();
    expect((await phone.tell("gather?turn=x", { Digits: "1" })).status).toBe(422);
    expect((await phone.tell("status", { CallSid: "" })).status).toBe(422);
    expect((await phone.tell("status", { More: "x".repeat(70_000) })).status).toBe(413);
  });
});

describe("an answer that does not come", () => {
  const settle = async (ms = 2_000) => {
    shop.later(ms);
    await lookUpCalls(shop.context);
  };

  test("the call was placed: it is found and not placed again", async () => {
    shop.twilio.next.push({ kind: "silent" });
    const { id, outcome } = await shop.call(shop.staff.wang);
    expect(outcome.kind).toBe("unknown");
    expect(await standingOf(shop, id)).toMatchObject({ state: "unknown" });
    await settle();
    expect(await standingOf(shop, id)).toEqual({ state: "accepted", attempts: ["twilio accepted found"] });
    await shop.phone().press("1");
    expect(shop.twilio.calls).toHaveLength(1);
    expect(await called(shop)).toEqual([WANG]);
  });

  test("the call was placed and is listed late: it is sought once more and not placed again", async () => {
    shop.twilio.next.push({ kind: "silent" });
    shop.twilio.listsAfterMs = 11_000;
    const { id } = await shop.call(shop.staff.wang);
    await settle();
    expect(await standingOf(shop, id)).toEqual({ state: "unknown", attempts: ["twilio unknown not_listed"] });
    await settle(9_999);
    expect(await standingOf(shop, id)).toMatchObject({ state: "unknown" });
    await settle(1);
    expect(await standingOf(shop, id)).toEqual({ state: "accepted", attempts: ["twilio accepted found"] });
  });

  test("the call rings already when it is looked for", async () => {
    shop.twilio.next.push({ kind: "silent" });
    const { id } = await shop.call(shop.staff.wang);
    shop.phone().call.status = "ringing";
    await settle();
    expect(await standingOf(shop, id)).toMatchObject({ state: "accepted" });
  });

  test("a callback tells of it first", async () => {
    shop.twilio.next.push({ kind: "silent" });
    const { id } = await shop.call(shop.staff.wang);
    await shop.phone().status("ringing", 1);
    expect(await standingOf(shop, id)).toMatchObject({ state: "accepted" });
    await settle();
    expect(shop.twilio.calls).toHaveLength(1);
  });

  test.each([{ kind: "lost" } as const, { kind: "error", status: 503, code: 20503 } as const])(
    "the call was not placed ($kind): it is placed again once, then the next person is called",
    async (fate) => {
      shop.twilio.next.push(fate, fate);
      const { id, outcome } = await shop.call(shop.staff.wang);
      expect(outcome.kind).toBe("unknown");
      await settle();
      await settle(10_000);
      expect(await standingOf(shop, id)).toMatchObject({
        state: "queued",
        attempts: ["twilio failed not_placed lookup"],
      });
      await shop.placeQueued();
      await settle();
      await settle(10_000);
      expect(await standingOf(shop, id)).toMatchObject({ state: "failed" });
      expect(await called(shop)).toEqual([WANG, LI]);
    },
  );

  test("an earlier call to the same person is not taken for this one", async () => {
    await shop.call(shop.staff.wang);
    shop.later(1_000);
    shop.twilio.next.push({ kind: "lost" });
    const { id } = await shop.call(shop.staff.wang);
    await settle();
    await settle(10_000);
    expect(await standingOf(shop, id)).toMatchObject({ state: "queued" });
  });

  test("Twilio cannot even be asked: the next person is called within a minute or so", async () => {
    shop.twilio.next.push({ kind: "silent" });
    shop.twilio.blind = true;
    const { id } = await shop.call(shop.staff.wang);
    for (let n = 0; n < 4; n++) await settle(20_000);
    shop.twilio.next.push({ kind: "silent" });
    await shop.placeQueued();
    for (let n = 0; n < 4; n++) await settle(20_000);
    expect(await standingOf(shop, id)).toMatchObject({ state: "failed" });
    expect(await called(shop)).toEqual([WANG, LI]);
  });

  test("the caller died before it dialled", async () => {
    const { id } = await shop.call(shop.staff.wang);
    await shop.context.sql`
      update attempts set state = 'intent', provider = 'voice', provider_id = null, accepted_at = null, answer = null`;
    await shop.context
      .sql`update notifications set state = 'sending', leased_until = now() - interval '1 year'`;
    await lookUpCalls(shop.context);
    expect(await standingOf(shop, id)).toMatchObject({ state: "queued" });
  });
});

describe("callbacks that never come", () => {
  test.each([
    ["busy", null, "twilio failed busy lookup"],
    ["no-answer", null, "twilio failed no_answer lookup"],
    ["completed", "human", "twilio delivered hung_up lookup"],
    ["completed", "machine_start", "twilio delivered voicemail lookup"],
  ])("%s by %s", async (status, answeredBy, attempt) => {
    const { id } = await shop.call(shop.staff.wang);
    Object.assign(shop.phone().call, { status, answeredBy });
    shop.later(44_000);
    expect(await lookUpCalls(shop.context)).toBe(0);
    shop.later(1_000);
    await lookUpCalls(shop.context);
    expect(await standingOf(shop, id)).toEqual({ state: "failed", attempts: [attempt] });
    expect(await called(shop)).toEqual([WANG, LI]);
  });

  test("a call that goes on is looked at again, and is ended when it never ends", async () => {
    const { id } = await shop.call(shop.staff.wang);
    shop.phone().call.status = "in-progress";
    for (let n = 0; n < 7; n++) {
      shop.later(60_000);
      await lookUpCalls(shop.context);
    }
    expect(shop.twilio.ended).toHaveLength(1);
    expect(await standingOf(shop, id)).toMatchObject({ attempts: ["twilio failed timeout timeout"] });
    expect(await called(shop)).toEqual([WANG, LI]);
  });

  test("Twilio is away all the while", async () => {
    const { id } = await shop.call(shop.staff.wang);
    shop.twilio.blind = true;
    for (let n = 0; n < 7; n++) {
      shop.later(60_000);
      await lookUpCalls(shop.context);
    }
    expect(await standingOf(shop, id)).toMatchObject({ attempts: ["twilio failed timeout timeout"] });
  });
});

describe("a call that is wanted no more", () => {
  test.each([
    ["rings", "ringing", "canceled"],
    ["is answered, as Andon knows", "in-progress", "completed"],
  ])("and %s is ended", async (_, status, asked) => {
    const { id, alertIds } = await shop.call(shop.staff.wang);
    await shop.phone().status(status, 2);
    await takeAlerts(shop.context, { alertIds, by: { personId: shop.staff.li, name: LI }, via: "link" });
    expect(await cancelCalls(shop.context)).toBe(1);
    expect(shop.twilio.ended).toEqual([{ sid: shop.phone().call.sid, status: asked }]);
    expect(await standingOf(shop, id)).toEqual({
      state: "dropped",
      attempts: ["twilio canceled canceled answer"],
    });
    await shop.phone().status("canceled", 3);
    expect(await called(shop)).toEqual([WANG]);
    expect(await cancelCalls(shop.context)).toBe(0);
  });

  test("is ended though somebody answers just then, or it is over already", async () => {
    for (const status of ["in-progress", "completed"]) {
      const { id, alertIds } = await shop.call(shop.staff.wang);
      shop.phone().call.status = status;
      await takeAlerts(shop.context, { alertIds, by: { personId: shop.staff.li, name: LI }, via: "link" });
      expect(await cancelCalls(shop.context)).toBe(1);
      expect(await standingOf(shop, id)).toMatchObject({ state: "dropped" });
      shop.later(1_000);
    }
    expect(shop.twilio.ended.map(({ status }) => status)).toEqual(["canceled", "completed"]);
  });

  test("is tried again while Twilio is away", async () => {
    const { id, alertIds } = await shop.call(shop.staff.wang);
    await takeAlerts(shop.context, { alertIds, by: { personId: shop.staff.li, name: LI }, via: "link" });
    shop.twilio.blind = true;
    expect(await cancelCalls(shop.context)).toBe(0);
    shop.twilio.blind = false;
    expect(await cancelCalls(shop.context)).toBe(0);
    shop.later(3_000);
    expect(await cancelCalls(shop.context)).toBe(1);
    expect(await standingOf(shop, id)).toMatchObject({ state: "dropped" });
  });

  test("through a company that is set up no more is over: nobody can end it", async () => {
    const { id, alertIds } = await shop.call(shop.staff.wang);
    await takeAlerts(shop.context, { alertIds, by: { personId: shop.staff.li, name: LI }, via: "link" });
    const { env } = shop.context;
    const { twilio } = env;
    env.twilio = null;
    const ended = await cancelCalls(shop.context).finally(() => {
      env.twilio = twilio;
    });
    expect(ended).toBe(1);
    expect(shop.twilio.ended).toEqual([]);
    expect(await standingOf(shop, id)).toMatchObject({ state: "dropped" });
  });

  test("and cannot be settled stops neither the others nor the look-ups", async () => {
    const { sql } = shop.context;
    const bad = await shop.call(shop.staff.wang);
    shop.later(1_000);
    const good = await shop.call(shop.staff.li);
    await sql.unsafe(`
      create function refuse_to_settle() returns trigger language plpgsql as $$ begin raise 'broken'; end $$;
      create trigger refuse_to_settle before update of settled_at on attempts
        for each row when (new.notification_id = '${bad.id}') execute function refuse_to_settle()`);
    const states = async () => [
      (await standingOf(shop, bad.id)).state,
      (await standingOf(shop, good.id)).state,
    ];
    try {
      for (const call of shop.twilio.calls) call.status = "busy";
      shop.later(60_000);
      expect(await lookUpCalls(shop.context)).toBe(2);
      expect(await states()).toEqual(["accepted", "failed"]);
      await sql`update attempts set settled_at = null where notification_id = ${good.id}`;
      await sql`update notifications set state = 'accepted', cancel_at = ${new Date(shop.context.clock.machineNow())}`;
      expect(await cancelCalls(shop.context)).toBe(1);
      expect(await states()).toEqual(["accepted", "dropped"]);
    } finally {
      await sql.unsafe("drop function refuse_to_settle cascade");
    }
  });

  test("is not dialled any more", async () => {
    const { id, alertIds } = await shop.call(shop.staff.wang);
    await shop.context.sql`update notifications set state = 'queued'`;
    await shop.context.sql`update notifications set cancel_at = now()`;
    const [outcome] = await shop.placeQueued();
    expect(outcome).toMatchObject({ kind: "final", answer: { code: "canceled" } });
    expect(shop.twilio.calls).toHaveLength(1);
    expect((await standingOf(shop, id)).state).toBe("dropped");
    expect(await stateOf(alertIds[0]!)).toMatchObject({ state: "open" });
  });
});

describe("a call that Twilio refuses", () => {
  const refuse = (status: number, code: number, message = "") =>
    shop.twilio.next.push({ kind: "error", status, code, message });

  test.each([
    [429, 20429],
    [429, 0],
    [400, 10004],
  ])("for now (%i, %i) is tried again, for some time", async (status, code) => {
    for (let n = 0; n < 5; n++) refuse(status, code);
    const { id, outcome } = await shop.call(shop.staff.wang);
    expect(outcome).toMatchObject({ kind: "retry" });
    expect(await standingOf(shop, id)).toMatchObject({ state: "queued" });
    for (let n = 0; n < 4; n++) {
      shop.later(60_000);
      await shop.placeQueued();
    }
    expect(await standingOf(shop, id)).toMatchObject({ state: "failed" });
    expect(await called(shop)).toEqual([WANG, LI]);
  });

  test.each([
    [401, 20003],
    [400, 21205],
    [400, 21210],
    [400, 21211],
    [400, 21214],
    [400, 21215],
    [400, 21216],
    [400, 22005],
    [400, 21999],
  ])("for good (%i, %i) goes to the next person at once", async (status, code) => {
    refuse(status, code, "The number +8613800000001 is not valid");
    const { id, outcome } = await shop.call(shop.staff.wang);
    expect(outcome).toMatchObject({
      kind: "final",
      answer: { status, code: String(code), message: "The number … is not valid" },
    });
    expect(await standingOf(shop, id)).toEqual({
      state: "failed",
      attempts: [`twilio failed ${code} answer`],
    });
    expect(await called(shop)).toEqual([WANG, LI]);
  });

  test("one call a second, and it is told when the next goes", async () => {
    await shop.call(shop.staff.wang);
    shop.later(400);
    const { id, outcome } = await shop.call(shop.staff.li);
    const now = shop.context.clock.machineNow();
    expect(outcome).toMatchObject({ kind: "held", untilMs: now + 600, reason: "rate" });
    expect(await standingOf(shop, id)).toEqual({ state: "queued", attempts: [] });
    expect((await shop.call(shop.staff.zhao)).outcome).toMatchObject({ untilMs: now + 1_600 });
    shop.later(600);
    expect(await shop.placeQueued()).toMatchObject([{ kind: "accepted" }]);
  });

  test("nobody without a verified phone is called, and the next one is", async () => {
    await shop.context.sql`update contacts set verified_at = null where person_id = ${shop.staff.wang}`;
    shop.later(2_000);
    const { outcome } = await shop.call(shop.staff.wang);
    await shop.context.sql`update contacts set verified_at = now()`;
    shop.later(2_000);
    expect(outcome).toMatchObject({ kind: "final", answer: { code: "no_contact" } });
    expect(await called(shop)).toEqual([WANG, LI]);
  });
});
