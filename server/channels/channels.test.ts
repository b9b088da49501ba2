import { createHmac } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { RobotKind } from "../../db/stores/robots.ts";
import { readEnv } from "../platform/env.ts";
import { CHANNELS } from "./channels.ts";
import { signDingtalk } from "./dingtalk/sign.ts";
import { signFeishu } from "./feishu/sign.ts";
import { postJson } from "./post-json.ts";
import { type Answer, type RobotServer, robotServer } from "./testing/robot-server.ts";
import type { OutgoingMessage } from "./types.ts";

const NOW = 1_700_000_000_000;
const clock = { shopNow: () => NOW, machineNow: () => NOW, speed: 1, simulated: true, stop: () => {} };

let server: RobotServer;
beforeAll(async () => {
  server = await robotServer();
});
afterEach(() => {
  server.received.length = 0;
  server.next.length = 0;
});
afterAll(() => server.close());

const MESSAGE: OutgoingMessage = {
  notificationId: "00000000-0000-4000-8000-000000000001",
  language: "zh-CN",
  title: "【超时】打包待出库 23 单，最久 4 小时 38 分",
  lines: ["其中 12 单今天 18:00 前不出库就算延迟发货。大件 9 单、定制 3 单"],
  mention: { name: "王磊", address: "+8613800000001" },
  buttons: [
    { label: "我来处理", url: "http://andon/a/1" },
    { label: "转给下一位", url: "http://andon/a/2" },
    { label: "看订单", url: "http://andon/a/3" },
  ],
  tone: "red",
  facts: { purpose: "step", open: 23 },
};

function send(kind: RobotKind, message: Partial<OutgoingMessage> = {}, base: string | null = server.url) {
  const url = base ?? undefined;
  const env = readEnv({
    NODE_ENV: "test",
    DINGTALK_BASE_URL: url,
    WECOM_BASE_URL: url,
    FEISHU_BASE_URL: url,
  });
  const settings =
    kind === "webhook"
      ? { url: base === null ? "https://hooks.example.com/andon" : `${base}/hook`, secret: "SECtest" }
      : { token: "tok-1234567890", secret: "SECtest" };
  return CHANNELS[kind].send({ clock, env }, { id: "r", kind, settings }, { ...MESSAGE, ...message });
}

test("signatures are the known ones", () => {
  expect(signDingtalk(NOW, "SECtest")).toBe("aZLLrriXgn05YbwaGR7knYsLeJADjr9NwLaNNKpxh4g%3D");
  expect(signFeishu(NOW / 1000, "SECtest")).toBe("G7XpBpG8NgG02fJOAhX6FRAObIljmFoxVReo8I62pEk=");
});

test("DingTalk gets a signed action card that names the mobile in its text", async () => {
  expect(await send("dingtalk")).toMatchObject({ kind: "accepted", answer: { status: 200, code: "0" } });
  const [got] = server.received;
  expect(got!.path).toBe("/robot/send");
  expect(got!.query.get("access_token")).toBe("tok-1234567890");
  expect(got!.query.get("timestamp")).toBe(String(NOW));
  expect(got!.query.get("sign")).toBe("aZLLrriXgn05YbwaGR7knYsLeJADjr9NwLaNNKpxh4g=");
  expect(got!.body).toEqual({
    msgtype: "actionCard",
    actionCard: {
      title: MESSAGE.title,
      text: `### ${MESSAGE.title}\n\n@13800000001 ${MESSAGE.lines[0]}`,
      btnOrientation: "0",
      btns: MESSAGE.buttons.map(({ label, url }) => ({ title: label, actionURL: url })),
    },
    at: { atMobiles: ["13800000001"], isAtAll: false },
  });
  await send("dingtalk", { buttons: [], mention: null });
  expect(server.received[1]!.body).toMatchObject({ msgtype: "markdown", markdown: { title: MESSAGE.title } });
});

test("WeCom gets markdown with links and a mention, never longer than it takes", async () => {
  expect((await send("wecom", { mention: { name: "王磊", address: "wanglei" } })).kind).toBe("accepted");
  const [got] = server.received;
  expect(got!.path).toBe("/cgi-bin/webhook/send");
  expect(got!.query.get("key")).toBe("tok-1234567890");
  expect(got!.body).toEqual({
    msgtype: "markdown",
    markdown: {
      content:
        `<font color="warning">**${MESSAGE.title}**</font>\n<@wanglei> ${MESSAGE.lines[0]}\n` +
        "[我来处理](http://andon/a/1)　[转给下一位](http://andon/a/2)　[看订单](http://andon/a/3)",
    },
  });
  await send("wecom", { lines: Array(50).fill("超".repeat(100)) });
  const { content } = server.received[1]!.body.markdown;
  expect(Buffer.byteLength(content)).toBeLessThanOrEqual(4_096);
  expect(Buffer.byteLength(content)).toBeGreaterThan(4_000);
  expect(content).toMatch(/…\n\[我来处理\]\(http:\/\/andon\/a\/1\)/);
});

test("Feishu gets a signed card below 20 KB", async () => {
  server.next.push({ body: { code: 0, msg: "success", StatusCode: 0, StatusMessage: "success" } });
  const mention = { name: "王磊", address: "ou_1" };
  expect((await send("feishu", { mention })).kind).toBe("accepted");
  const [got] = server.received;
  expect(got!.path).toBe("/open-apis/bot/v2/hook/tok-1234567890");
  expect(got!.body).toMatchObject({
    timestamp: "1700000000",
    sign: "G7XpBpG8NgG02fJOAhX6FRAObIljmFoxVReo8I62pEk=",
    msg_type: "interactive",
    card: {
      header: { template: "red", title: { content: MESSAGE.title } },
      elements: [
        { tag: "div", text: { tag: "lark_md", content: `<at id=ou_1></at> ${MESSAGE.lines[0]}` } },
        { tag: "action", actions: [{ url: "http://andon/a/1", type: "primary" }, {}, {}] },
      ],
    },
  });
  server.next.push({ body: { code: 0 } });
  await send("feishu", { lines: Array(500).fill("超".repeat(100)) });
  expect(Buffer.byteLength(server.received[1]!.raw)).toBeLessThan(20 * 1_024);
});

test("a webhook gets JSON whose signature anybody with the secret can make again", async () => {
  server.next.push({ status: 204, body: "" });
  expect((await send("webhook")).kind).toBe("accepted");
  const [got] = server.received;
  const { "x-andon-timestamp": at, "x-andon-signature": signature } = got!.headers;
  const mac = createHmac("sha256", "SECtest").update(`${at}.${got!.raw}`).digest("hex");
  expect({ at, signature }).toEqual({ at: String(NOW), signature: `sha256=${mac}` });
  expect(got!.headers["idempotency-key"]).toBe(MESSAGE.notificationId);
  expect(got!.body).toMatchObject({ title: MESSAGE.title, for: "王磊", purpose: "step", open: 23 });
  expect(got!.raw).not.toContain("13800000001");
});

test.each<[RobotKind, Answer, object]>([
  ["dingtalk", { body: { errcode: -1, errmsg: "系统繁忙" } }, { kind: "retry", afterMs: 2_000 }],
  ["dingtalk", { body: { errcode: 130101, errmsg: "too fast" } }, { kind: "retry", bannedMs: 600_000 }],
  ["dingtalk", { body: { errcode: 310000, errmsg: "sign not match" } }, { kind: "final" }],
  ["dingtalk", { body: { errcode: 300005, errmsg: "token is not exist" } }, { kind: "final" }],
  ["dingtalk", { body: { errcode: 777, errmsg: "?" } }, { kind: "retry", afterMs: 10_000 }],
  ["dingtalk", { status: 429, headers: { "retry-after": "7" } }, { kind: "retry", afterMs: 7_000 }],
  ["dingtalk", { status: 500, body: "oops" }, { kind: "retry", afterMs: 2_000 }],
  ["dingtalk", { status: 504, body: "" }, { kind: "unknown" }],
  ["dingtalk", { status: 302, body: "" }, { kind: "final" }],
  ["dingtalk", { body: "<html>sign in</html>" }, { kind: "unknown" }],
  ["dingtalk", "reset", { kind: "unknown" }],
  ["wecom", { body: { errcode: 45009, errmsg: "freq" } }, { kind: "retry", bannedMs: 60_000 }],
  ["wecom", { body: { errcode: 93000, errmsg: "invalid" } }, { kind: "final" }],
  ["wecom", { body: { errcode: 40058, errmsg: "too long" } }, { kind: "final" }],
  ["feishu", { body: { code: 19021, msg: "sign" } }, { kind: "final" }],
  ["feishu", { status: 400, body: { code: 9499, msg: "Bad Request" } }, { kind: "final" }],
  ["feishu", { body: { code: 11232, msg: "frequency limited" } }, { kind: "retry", bannedMs: 60_000 }],
  ["feishu", { body: { StatusCode: 0, StatusMessage: "success" } }, { kind: "accepted" }],
  ["webhook", { status: 410, body: "" }, { kind: "final" }],
  ["webhook", { status: 503, body: "" }, { kind: "retry", afterMs: 5_000 }],
])("%s answering %j is %j", async (kind, answer, outcome) => {
  server.next.push(answer);
  expect(await send(kind)).toMatchObject(outcome);
});

test("whoever is silent may have taken it, whoever cannot be reached has not", async () => {
  server.next.push("silence");
  const within = { connectWithinMs: 200, answerWithinMs: 50 };
  expect(await postJson(server.url, "{}", {}, within)).toEqual({ kind: "no_answer", why: "timeout" });
  const gone = await robotServer();
  await gone.close();
  expect(await send("wecom", {}, gone.url)).toEqual({
    kind: "retry",
    afterMs: 2_000,
    answer: { status: null, code: "ECONNREFUSED", message: null },
  });
});

test("what a provider repeats of tokens, mobiles and addresses stays nowhere", async () => {
  const errmsg =
    "token tok-1234567890 SECtest, at 13800000001 or +86 138 0000 0001, see https://oapi/x?access_token=1";
  server.next.push({ body: { errcode: 310000, errmsg } });
  expect((await send("dingtalk")).answer.message).toBe("token … …, at … or …, see …");
});

test("under ANDON_CLOCK no real provider is spoken to", async () => {
  for (const kind of ["dingtalk", "wecom", "feishu", "webhook"] as const)
    expect(await send(kind, {}, null)).toMatchObject({ kind: "final", answer: { code: "simulated_clock" } });
});

test("no link, mention or line of its own comes in through an order number", async () => {
  const lines = ["单号 <@all> [x](http://evil) @all\n# <at id=all></at>"];
  for (const kind of ["dingtalk", "wecom", "feishu"] as const) await send(kind, { lines, mention: null });
  for (const { raw } of server.received)
    expect(raw).not.toMatch(/<@all>|<at id=all|\]\(http:\/\/evil|[^＠]@all|\\n#/);
});

test("a keyword without which a robot takes nothing is said", async () => {
  const env = readEnv({ NODE_ENV: "test", DINGTALK_BASE_URL: server.url });
  const robot = { id: "r", kind: "dingtalk" as const, settings: { token: "t", keyword: "订单灯" } };
  await CHANNELS.dingtalk.send({ clock, env }, robot, MESSAGE);
  expect(server.received[0]!.body.actionCard.text).toMatch(/\n\n订单灯$/);
});
