import { createHmac } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type OpenSandbox, openSandbox } from "../testing/open-sandbox.ts";
import { signDingtalk, signFeishu } from "./sign.ts";

let box: OpenSandbox;
beforeAll(async () => {
  box = await openSandbox();
});
afterEach(() => box.post("/sandbox/reset"));
afterAll(() => box.close());

const CARD = {
  msgtype: "actionCard",
  actionCard: {
    title: "【超时】",
    text: "### 23 单",
    btns: [{ title: "我来处理", actionURL: "http://a/b" }],
  },
};
const dingtalk = (body: object = CARD, at = Date.now(), secret = "SECwarehouse1") => {
  const sign = encodeURIComponent(signDingtalk(String(at), secret));
  return box.told(`/dingtalk/robot/send?access_token=dt-warehouse-1&timestamp=${at}&sign=${sign}`, body);
};
const texts = async () =>
  (await box.get("/sandbox/messages")).messages.map(({ text }: { text: string }) => text);

test("signatures are those that were computed by hand", () => {
  expect(signDingtalk("1700000000000", "SECtest")).toBe("aZLLrriXgn05YbwaGR7knYsLeJADjr9NwLaNNKpxh4g=");
  expect(signFeishu("1700000000", "SECtest")).toBe("G7XpBpG8NgG02fJOAhX6FRAObIljmFoxVReo8I62pEk=");
  expect(createHmac("sha256", "1700000000\nSECtest").update("").digest("base64")).toBe(
    signFeishu("1700000000", "SECtest"),
  );
});

test("DingTalk takes what is signed within the hour, and shows the card with its button", async () => {
  expect(await dingtalk()).toEqual({ errcode: 0, errmsg: "ok" });
  expect(await dingtalk(CARD, Date.now() - 3_700_000)).toMatchObject({ errcode: 310000 });
  expect(await dingtalk(CARD, Date.now(), "SECother")).toMatchObject({ errcode: 310000 });
  expect(await box.told("/dingtalk/robot/send?access_token=none", CARD)).toMatchObject({ errcode: 300005 });
  expect((await box.get("/sandbox/messages")).messages).toMatchObject([
    { group: "仓库群", title: "【超时】", buttons: [{ title: "我来处理", url: "http://a/b" }] },
  ]);
});

test("DingTalk takes 20 a minute, then nothing for ten minutes", async () => {
  for (let n = 0; n < 20; n++) expect(await dingtalk()).toMatchObject({ errcode: 0 });
  expect(await dingtalk()).toMatchObject({ errcode: 130101 });
  await box.post("/sandbox/clock", { advanceMs: 599_000 });
  expect(await dingtalk(CARD, Date.now() + 599_000)).toMatchObject({ errcode: 130101 });
  await box.post("/sandbox/clock", { advanceMs: 2_000 });
  expect(await dingtalk(CARD, Date.now() + 601_000)).toMatchObject({ errcode: 0 });
  expect(await texts()).toHaveLength(21);
});

test("WeCom takes 20 a minute and 4,096 bytes", async () => {
  const send = (content: string, key = "wc-service") =>
    box.told(`/wecom/cgi-bin/webhook/send?key=${key}`, { msgtype: "markdown", markdown: { content } });
  expect(await send("x", "none")).toMatchObject({ errcode: 93000 });
  expect(await send("超".repeat(1_366))).toMatchObject({ errcode: 40058 });
  for (let n = 0; n < 19; n++) expect(await send(`[我来处理](http://a/${n})`)).toMatchObject({ errcode: 0 });
  expect(await send("x")).toMatchObject({ errcode: 45009 });
  await box.post("/sandbox/clock", { advanceMs: 60_001 });
  expect(await send("x")).toMatchObject({ errcode: 0 });
});

test("Feishu takes what is signed, five a second, and shows a card's buttons", async () => {
  const send = (at = Date.now(), secret = "SECoffice") => {
    const timestamp = String(Math.floor(at / 1_000));
    const card = {
      header: { title: { tag: "plain_text", content: "【超时】" } },
      elements: [
        { tag: "markdown", content: "<at id=u1></at> 3 单" },
        { tag: "action", actions: [{ tag: "button", text: { content: "我来处理" }, url: "http://a/b" }] },
      ],
    };
    const body = { timestamp, sign: signFeishu(timestamp, secret), msg_type: "interactive", card };
    return box.told("/feishu/open-apis/bot/v2/hook/fs-office", body);
  };
  for (let n = 0; n < 5; n++) expect(await send()).toMatchObject({ code: 0 });
  expect(await send()).toMatchObject({ code: 11232 });
  await box.post("/sandbox/clock", { advanceMs: 1_001 });
  expect(await send(Date.now(), "SECother")).toMatchObject({ code: 19021 });
  expect((await box.get("/sandbox/messages")).messages.at(-1)).toMatchObject({
    title: "【超时】",
    mentions: ["u1"],
    buttons: [{ title: "我来处理", url: "http://a/b" }],
  });
});

test("faults happen so often, and at one robot when it is named", async () => {
  const fault = { where: "dingtalk", kind: "wrong_sign", times: 2, only: "仓库灯一号" };
  expect((await box.post("/sandbox/faults", fault)).status).toBe(201);
  expect(await dingtalk()).toMatchObject({ errcode: 310000 });
  expect(await dingtalk()).toMatchObject({ errcode: 310000 });
  expect(await dingtalk()).toMatchObject({ errcode: 0 });
  await box.post("/sandbox/faults", { ...fault, only: "仓库灯二号" });
  expect(await dingtalk()).toMatchObject({ errcode: 0 });
  expect((await box.post("/sandbox/faults", { where: "wecom", kind: "geo" })).status).toBe(422);
});

test("a message is taken though its sender was never answered", async () => {
  await box.post("/sandbox/faults", { where: "dingtalk", kind: "timeout", times: 1, ms: 20 });
  await expect(dingtalk()).rejects.toThrow();
  expect(await texts()).toHaveLength(1);
});
