import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  ALIYUN_ENV,
  type AliyunServer,
  aliyunServer,
  CALLBACK_KEY,
} from "../channels/voice/testing/aliyun-server.ts";
import { forgetDirectory } from "../queries/directory.ts";
import { cancelCalls } from "./cancel-calls.ts";
import { lookUpCalls } from "./look-up-calls.ts";
import { takeAlerts } from "./take-alerts.ts";
import { auditOf, type CallingShop, called, callingShop, quiet, standingOf } from "./testing/calling-shop.ts";

let aliyun: AliyunServer;
let shop: CallingShop;
beforeAll(async () => {
  aliyun = await aliyunServer();
  shop = await callingShop({ ...ALIYUN_ENV, ALIYUN_BASE_URL: aliyun.url });
});
afterEach(async () => {
  await quiet(shop);
  aliyun.calls.length = 0;
  aliyun.next.length = 0;
  aliyun.records.clear();
});
afterAll(async () => {
  await shop.close();
  await aliyun.close();
});

const WANG = "王磊";
const LI = "李敏";
const report = async (item: object, key = CALLBACK_KEY) => {
  const response = await fetch(`${shop.api.url}/api/hooks/aliyun/report?key=${key}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify([item]),
  });
  return { status: response.status, body: await response.json() };
};
/** As Aliyun reports the newest call. */
const told = (statusCode: string, dtmf?: string) => {
  const { callId, fields } = aliyun.calls.at(-1)!;
  return report({
    call_id: callId,
    out_id: fields.OutId,
    status_code: statusCode,
    ...(dtmf ? { dtmf } : {}),
  });
};
const alertState = async () => (await shop.context.sql`select state, taken_name as name from alerts`)[0];

describe("a mainland number is called through Aliyun", () => {
  test("with a key menu whose words are Chinese numerals", async () => {
    const { id, outcome } = await shop.call(shop.staff.wang, 23);
    expect(outcome).toMatchObject({ kind: "accepted", providerId: "10000^20000" });
    expect(await standingOf(shop, id)).toEqual({ state: "accepted", attempts: ["aliyun accepted OK"] });
    const said = JSON.stringify({ shop: "木屿家居", node: "打包待出库", state: "二十三单超时，最久两小时" });
    expect(aliyun.calls[0]!.fields).toMatchObject({
      Action: "IvrCall",
      Version: "2017-05-25",
      CalledNumber: "13800000001",
      CalledShowNumber: "05710000000",
      StartCode: "TTS_1",
      StartTtsParams: said,
      "MenuKeyMap.1.Key": "1",
      "MenuKeyMap.1.Code": "TTS_2",
      "MenuKeyMap.1.TtsParams": '{"until":"十一点"}',
      "MenuKeyMap.2.Code": "TTS_3",
      "MenuKeyMap.3.Code": "TTS_1",
      "MenuKeyMap.3.TtsParams": said,
      ByeCode: "TTS_4",
      Timeout: "8000",
      PlayTimes: "1",
    });
    expect(aliyun.calls[0]!.fields.OutId).toMatch(/^[0-9a-f]{15}$/);
    expect(shop.twilio.calls).toEqual([]);
  });

  test("by names that it speaks, whatever people call their shop and its watches", async () => {
    const { sql } = shop.context;
    const name = (shopName: string) =>
      sql`update escalation_settings set settings = settings || jsonb_build_object('shopName', ${shopName}::text)`;
    await name("木屿-家居 #1");
    await shop.call(shop.staff.wang);
    await sql`delete from attempts`;
    await sql`delete from sends`;
    await sql`update notifications set node = 'watch:promise_too_tight', state = 'queued'`;
    const [outcome] = await shop.placeQueued();
    await name("木屿家居");
    expect(outcome).toMatchObject({ kind: "accepted" });
    expect(JSON.parse(aliyun.calls.at(-1)!.fields.StartTtsParams!)).toMatchObject({
      shop: "木屿，家居，一",
      node: "承诺次日，十五点 还没拣货",
    });
  });

  test("1 takes it, told once while the call goes on and again at its end", async () => {
    const { id } = await shop.call(shop.staff.wang);
    expect((await told("200103")).body).toEqual({ code: 0, msg: "ok" });
    await told("300000", "1");
    expect(await alertState()).toEqual({ state: "acknowledged", name: WANG });
    await told("200000", "1");
    await told("200000", "1");
    expect(await standingOf(shop, id)).toEqual({ state: "heard", attempts: ["aliyun heard OK callback 1"] });
    expect(await auditOf(shop)).toEqual(["alert.acknowledge", "callback.repeated"]);
  });

  test("the last of several keys decides; 2 passes it on", async () => {
    await shop.call(shop.staff.wang);
    await told("200000", "32");
    expect(await called(shop)).toEqual([WANG, LI]);
    expect(await alertState()).toMatchObject({ state: "open" });
  });

  test.each([
    ["200000", "aliyun delivered silence callback"],
    ["200008", "aliyun delivered silence callback"],
    ["200001", "aliyun delivered hung_up callback"],
    ["200002", "aliyun failed busy callback"],
    ["200003", "aliyun failed no_answer callback"],
    ["200005", "aliyun failed failed callback"],
    ["200010", "aliyun failed failed callback"],
  ])("%s without a key calls the next person, once", async (statusCode, attempt) => {
    const { id } = await shop.call(shop.staff.wang);
    await told(statusCode);
    await told(statusCode);
    expect(await standingOf(shop, id)).toMatchObject({ attempts: [attempt] });
    expect(await called(shop)).toEqual([WANG, LI]);
  });

  test("reports without the key of their URL are refused and audited; of unknown calls they are taken and do nothing", async () => {
    await shop.call(shop.staff.wang);
    const { callId } = aliyun.calls[0]!;
    expect((await report({ call_id: callId, status_code: "200000", dtmf: "1" }, "wrong")).status).toBe(403);
    expect((await report({ call_id: "9^9", out_id: "x", status_code: "200000", dtmf: "1" })).status).toBe(
      200,
    );
    expect((await report({ nothing: 1 })).status).toBe(422);
    expect(await alertState()).toMatchObject({ state: "open" });
    expect(await auditOf(shop)).toEqual(["callback.forged"]);
  });

  test("a lost report is looked up, keys included", async () => {
    await shop.call(shop.staff.wang);
    aliyun.records.set(aliyun.calls[0]!.callId, { state: "200000", dtmf: "1" });
    shop.later(45_000);
    await lookUpCalls(shop.context);
    expect(await alertState()).toEqual({ state: "acknowledged", name: WANG });
    await quiet(shop);
    await shop.call(shop.staff.wang);
    shop.later(45_000);
    await lookUpCalls(shop.context);
    expect(await called(shop)).toEqual([WANG]);
    aliyun.records.set(aliyun.calls.at(-1)!.callId, { state: "200002" });
    shop.later(15_000);
    await lookUpCalls(shop.context);
    expect(await called(shop)).toEqual([WANG, LI]);
  });

  test("a call that is wanted no more rings on, and its end calls nobody", async () => {
    const { id, alertIds } = await shop.call(shop.staff.wang);
    await takeAlerts(shop.context, { alertIds, by: { personId: shop.staff.li, name: LI }, via: "desk" });
    expect(await cancelCalls(shop.context)).toBe(1);
    await told("200003");
    expect((await standingOf(shop, id)).state).toBe("dropped");
    expect(await called(shop)).toEqual([WANG]);
  });
});

describe("the other company stands in", () => {
  test("when Aliyun refuses for a reason of its own", async () => {
    aliyun.next.push("isv.OUT_OF_SERVICE");
    const { id, outcome } = await shop.call(shop.staff.wang);
    expect(outcome).toMatchObject({ kind: "retry", afterMs: 0, answer: { message: "refused for …" } });
    expect(await shop.placeQueued()).toMatchObject([{ kind: "accepted" }]);
    expect(await standingOf(shop, id)).toEqual({
      state: "accepted",
      attempts: ["aliyun failed isv.OUT_OF_SERVICE answer", "twilio accepted"],
    });
    await shop.phone().press("1");
    expect(await alertState()).toEqual({ state: "acknowledged", name: WANG });
  });

  test("and when both refuse, the next person is called", async () => {
    aliyun.next.push("isv.AMOUNT_NOT_ENOUGH");
    shop.twilio.next.push({ kind: "error", status: 400, code: 21215 });
    const { id } = await shop.call(shop.staff.wang);
    await shop.placeQueued();
    expect(await standingOf(shop, id)).toEqual({
      state: "failed",
      attempts: ["aliyun failed isv.AMOUNT_NOT_ENOUGH answer", "twilio failed 21215 answer"],
    });
    expect(await called(shop)).toEqual([WANG, LI]);
  });

  test("not for a number that is none", async () => {
    aliyun.next.push("isv.MOBILE_NUMBER_ILLEGAL");
    expect((await shop.call(shop.staff.wang)).outcome).toMatchObject({ kind: "final" });
    expect(shop.twilio.calls).toEqual([]);
  });

  test("for a second call within a minute, which Aliyun lets nobody have", async () => {
    await shop.call(shop.staff.wang);
    shop.later(30_000);
    await shop.call(shop.staff.wang);
    expect([aliyun.calls.length, shop.twilio.calls.length]).toEqual([1, 1]);
    shop.later(31_000);
    await shop.call(shop.staff.wang);
    expect([aliyun.calls.length, shop.twilio.calls.length]).toEqual([2, 1]);
  });

  test("for a sixth within an hour", async () => {
    for (let n = 0; n < 6; n++) {
      await shop.call(shop.staff.wang);
      shop.later(61_000);
    }
    expect([aliyun.calls.length, shop.twilio.calls.length]).toEqual([5, 1]);
  });

  test("for numbers abroad", async () => {
    await shop.context.sql`update contacts set address = '+12025550123' where person_id = ${shop.staff.wang}`;
    forgetDirectory(shop.context);
    const { outcome } = await shop.call(shop.staff.wang);
    await shop.context
      .sql`update contacts set address = '+8613800000001' where person_id = ${shop.staff.wang}`;
    forgetDirectory(shop.context);
    expect(outcome.kind).toBe("accepted");
    expect([aliyun.calls.length, shop.twilio.calls.length]).toEqual([0, 1]);
  });

  test("when Aliyun's answer does not come, and no report either", async () => {
    aliyun.next.push("lost");
    const { id, outcome } = await shop.call(shop.staff.wang);
    expect(outcome.kind).toBe("unknown");
    for (let n = 0; n < 31; n++) {
      shop.later(2_000);
      await lookUpCalls(shop.context);
    }
    await shop.placeQueued();
    expect(await standingOf(shop, id)).toEqual({
      state: "accepted",
      attempts: ["aliyun failed not_placed lookup", "twilio accepted"],
    });
  });

  test("but a report that comes instead of the answer settles it", async () => {
    aliyun.next.push("lost");
    await shop.call(shop.staff.wang);
    const [attempt] = await shop.context.sql`select id from attempts`;
    const outId = attempt!.id.replaceAll("-", "").slice(0, 15);
    await report({ call_id: "7^7", out_id: outId, status_code: "200000", dtmf: "1" });
    expect(await alertState()).toEqual({ state: "acknowledged", name: WANG });
  });
});
