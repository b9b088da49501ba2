import { expect, test } from "vitest";
import { SHOP_PEOPLE } from "../../bin/demo/shop-people.ts";
import type { Shop } from "./shop.ts";
import { aShopAt, tellStories } from "./story.ts";

tellStories();

const idOf = (name: string) => SHOP_PEOPLE.find((person) => person.name === name)!.id;

async function change(shop: Shop, path: string, body: object, method = "PATCH"): Promise<void> {
  const response = await shop.api.call(`/api/v1${path}`, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(response.status, await response.clone().text()).toBeLessThan(300);
}

async function untilTheCall(shop: Shop, names: string[] = ["王磊"]): Promise<void> {
  await shop.order("A1001", "packed");
  await shop.at("13:00");
  await shop.expectChat("仓库群", /快到点/, names);
  await shop.at("14:00");
  await shop.expectChat("仓库群", /超时/, names);
  await shop.at("16:00");
}

test("severity 2 gets a message and a flag, and no call all day", async () => {
  const shop = await aShopAt("10:00");
  await shop.order("A1001", "picking");
  await shop.at("13:59");
  await shop.at("14:00");
  await shop.expectChat("仓库群", /【超时】拣货复核 1 单/, ["王磊"]);
  expect(await shop.alerts()).toMatchObject([{ node: "picking", stage: "flag" }]);
  await shop.at("20:00");
});

test("severity 3 only lights up", async () => {
  const shop = await aShopAt("10:00");
  await shop.order("A1001", "payment_timeout");
  await shop.at("20:00");
  expect(await shop.alerts()).toEqual([]);
});

test("groups of WeCom and Feishu are told in their own way", async () => {
  const shop = await aShopAt("10:00");
  await shop.order("A1001", "refund_review");
  await shop.order("A1002", "allocating");
  await shop.at("10:30");
  await shop.expectChat("客服群", /【快到点】仅退款待审 1 单/, ["孙悦"]);
  await shop.at("11:00");
  await shop.expectChat("客服群", /【超时】仅退款待审 1 单/, ["孙悦"]);
  await shop.expectChat("采购财务群", /【快到点】待配货锁库 1 单/, ["刘洋"]);
  await shop.expectChat("采购财务群", /【超时】ERP 卡单/, ["刘洋"]);
  await shop.order("A1001", "closed");
  await shop.expectChat("客服群", /这单走了/);
});

test("nobody has the role: the fallback is told at once, and why", async () => {
  const shop = await aShopAt("10:00");
  await change(shop, "/roles/warehouse_lead", { members: [] });
  await shop.order("A1001", "packed");
  await shop.at("13:00");
  await shop.expectChat("仓库群", /负责的岗位上没有人，所以找到你/, ["赵总"]);
  await shop.at("14:00");
  await shop.expectChat("仓库群", /负责的岗位上没有人/, ["赵总"]);
});

test("nobody is on call: after the owner the fallback is called", async () => {
  const shop = await aShopAt("10:00");
  await change(shop, "/roles/warehouse_lead", { schedule: null });
  await untilTheCall(shop);
  await (await shop.expectCall("王磊")).busy();
  await shop.expectChat("仓库群", /王磊没接，正在打给赵总/);
  const last = await shop.expectCall("赵总");
  await last.answer();
  await last.press("1");
  await shop.expectChat("仓库群", /赵总已接手/);
});

test("quiet hours: a call passes over who has them", async () => {
  const shop = await aShopAt("10:00");
  await change(shop, `/people/${idOf("王磊")}`, { quiet: { from: "15:00", to: "18:00", bypassSeverity: 0 } });
  await untilTheCall(shop);
  const call = await shop.expectCall("李敏");
  await call.answer();
  await call.press("1");
  await shop.expectChat("仓库群", /李敏已接手/);
});

test("quiet hours let through what is severe enough", async () => {
  const shop = await aShopAt("10:00");
  await change(shop, `/people/${idOf("王磊")}`, { quiet: { from: "15:00", to: "18:00", bypassSeverity: 1 } });
  await untilTheCall(shop);
  await (await shop.expectCall("王磊")).answer();
});

test("a VIP's order is called about an hour sooner", async () => {
  const shop = await aShopAt("10:00");
  await shop.order("A1001", "packed", { order: { customerTier: "vip" } });
  await shop.at("13:00");
  await shop.expectChat("仓库群", /快到点/, ["王磊"]);
  await shop.at("14:00");
  await shop.expectChat("仓库群", /超时/, ["王磊"]);
  await shop.at("14:59");
  await shop.at("15:00");
  await shop.expectCall("王磊");
});

test("a promise that decides is called about two hours before it passes", async () => {
  const shop = await aShopAt("10:00");
  await shop.order("A1001", "bulky_dispatch", { promise: { shipBy: "2026-11-11T18:00:00+08:00" } });
  await shop.expectChat(
    "物流送装群",
    /大件装车调度 1 单，还有 8 小时[\s\S]*今天 18:00 前不出库就算延迟发货/,
    ["陈浩"],
  );
  await shop.at("15:59");
  await shop.at("16:00");
  await shop.expectCall("陈浩");
});

test("a phone counts only once its code was given back", async () => {
  const shop = await aShopAt("10:00");
  const person = { name: "新来的", language: "zh-CN" };
  const json = (path: string, body: object) =>
    shop.api
      .call(`/api/v1${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      })
      .then((response) => response.json() as Promise<Record<string, unknown>>);
  const { id } = await json("/people", person);
  const contact = await json(`/people/${id}/contacts`, { kind: "phone", address: "+8613800000077" });
  expect(contact).toMatchObject({ verified: false, address: expect.stringContaining("****") });
  const path = `/people/${id}/contacts/${contact.id}`;
  await json(`${path}/verify`, {});
  await shop.settle();
  const call = await shop.expectCallTo("+8613800000077");
  await call.answer();
  const spoken = call
    .said()
    .match(/[零一二三四五六七八九幺][零一二三四五六七八九幺，、 ]*/g)!
    .map((part) => digitsOf(part));
  const code = spoken.find((digits) => digits.length === 6)!;
  expect(await json(`${path}/confirm`, { code: code === "000000" ? "111111" : "000000" })).toMatchObject({
    status: 422,
  });
  expect(await json(`${path}/confirm`, { code })).toMatchObject({ verified: true });
});

const NUMERALS = "零一二三四五六七八九";
const digitsOf = (spoken: string) =>
  [...spoken.replaceAll("幺", "一")]
    .map((char) => NUMERALS.indexOf(char))
    .filter((n) => n >= 0)
    .join("");
