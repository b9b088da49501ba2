import { expect, test } from "vitest";
import type { Shop } from "./shop.ts";
import { aShopAt, tellStories } from "./story.ts";

tellStories();

/** An order that is late at four, at a node whose owners have two DingTalk robots. */
async function beforeItIsLate(): Promise<Shop> {
  const shop = await aShopAt("10:00");
  await shop.order("A1001", "picking");
  await shop.at("13:59");
  return shop;
}

test.each(["429", "500", "503", "busy", "drop"])(
  "DingTalk answers with %s: it is told once",
  async (kind) => {
    const shop = await beforeItIsLate();
    await shop.fault("dingtalk", kind, { times: 1 });
    await shop.at("14:05");
    await shop.expectChat("仓库群", /【超时】拣货复核 1 单/, ["王磊"]);
  },
);

test("DingTalk takes a message and never answers: it is sent once more, and says that it may be a repeat", async () => {
  const shop = await beforeItIsLate();
  await shop.fault("dingtalk", "timeout", { times: 1, ms: 50 });
  await shop.at("14:05");
  await shop.expectChat("仓库群", /【超时】拣货复核 1 单/, ["王磊"]);
  await shop.expectChat("仓库群", /可能.*重复|重复.*可能|重发/, ["王磊"]);
});

test("DingTalk is slow: nothing is sent twice", async () => {
  const shop = await beforeItIsLate();
  await shop.fault("dingtalk", "slow", { times: 1, ms: 300 });
  await shop.at("14:05");
  await shop.expectChat("仓库群", /【超时】拣货复核 1 单/, ["王磊"]);
});

test("a robot is banned: the other one says it, and also what comes next while the ban lasts", async () => {
  const shop = await beforeItIsLate();
  await shop.fault("dingtalk", "banned", { times: 1, only: "仓库灯一号" });
  await shop.order("A1002", "picking", { at: "10:03" });
  await shop.order("A1003", "picking", { at: "10:06" });
  // They take turns: by the second message it is the banned one's.
  for (const time of ["14:00", "14:03", "14:06"]) {
    await shop.at(time);
    const { robot } = await shop.expectChat("仓库群", /【超时】拣货复核 1 单/, ["王磊"]);
    expect(robot).toBe("仓库灯二号");
  }
  const { robots } = await shop.api.get("/api/v1/groups/warehouse/robots");
  const banned = robots.filter((robot: { bannedUntil: string | null }) => robot.bannedUntil !== null);
  expect(banned.map(({ name }: { name: string }) => name)).toEqual(["仓库灯一号"]);
});

test.each(["wrong_sign", "keyword"])("a robot refuses for good (%s): the other one says it", async (kind) => {
  const shop = await beforeItIsLate();
  await shop.fault("dingtalk", kind, { only: "仓库灯一号" });
  await shop.at("14:05");
  const message = await shop.expectChat("仓库群", /【超时】拣货复核 1 单/, ["王磊"]);
  expect(message.robot).toBe("仓库灯二号");
});

test("both robots refuse for good: somebody is called about it instead of nobody", async () => {
  const shop = await beforeItIsLate();
  await shop.fault("dingtalk", "wrong_sign");
  await shop.at("14:00");
  const call = await shop.expectCall("赵总");
  await call.answer();
  await call.press("1");
});

test("twenty a minute and robot, no more: what a budget holds back goes later, and nothing is lost", async () => {
  const shop = await aShopAt("10:00", { settings: { storm: { windowMs: 1_000, from: 1_000 } } });
  const orders = Array.from({ length: 45 }, (_, i) => `B${i}`);
  for (const orderNo of orders) await shop.order(orderNo, "picking", { at: "10:00" });
  await shop.at("14:00");
  let told = shop.takeAll("仓库群", /【超时】/);
  expect(told).toBeLessThanOrEqual(40);
  const summary = await shop.api.get("/api/v1/alerts/summary");
  expect(summary.held).toMatchObject([{ node: "picking", channel: "dingtalk" }]);
  await shop.at("14:03");
  told += shop.takeAll("仓库群", /【超时】/);
  expect(told).toBe(45);
});

test.each([
  ["wecom", "bad_key"],
  ["wecom", "429"],
  ["wecom", "banned"],
  ["wecom", "timeout"],
])("%s: %s", async (where, kind) => {
  const shop = await aShopAt("10:00");
  await shop.order("A1001", "refund_review");
  await shop.at("10:30");
  await shop.expectChat("客服群", /【快到点】/, ["孙悦"]);
  await shop.fault(where, kind, { times: 1, ms: 50 });
  await shop.at("11:00");
  let told = shop.takeAll("客服群", /【超时】仅退款待审/);
  // Its only robot was refused for good: whoever is asked last is called instead.
  const isLost = kind === "bad_key";
  if (isLost) await shop.expectCall("赵总");
  else await shop.at("11:03");
  told += shop.takeAll("客服群", /【超时】仅退款待审/);
  expect(told).toBe(isLost ? 0 : kind === "timeout" ? 2 : 1);
});

test.each(["429", "busy", "banned", "500", "slow"])("feishu: %s is told once", async (kind) => {
  const shop = await aShopAt("10:00");
  await shop.order("A1001", "refund_payout");
  await shop.fault("feishu", kind, { times: 1, ms: 50 });
  await shop.at("12:15");
  expect(shop.takeAll("采购财务群", /【超时】退款待打款/)).toBe(1);
});
