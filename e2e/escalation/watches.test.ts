import { expect, test } from "vitest";
import { aShopAt, tellStories } from "./story.ts";

tellStories();

test("a refund is asked for while the goods are being loaded: the warehouse is told at once", async () => {
  const shop = await aShopAt("10:00");
  await shop.order("A1001", "bulky_dispatch");
  await shop.at("11:00");
  await shop.order("A1001", "refund_review", { token: "refund:F1" });
  await shop.at("11:01");
  await shop.expectChat("仓库群", /货在装车，客户要退款 1 单/, ["王磊"]);
});

test("shipped without a tracking number for two hours", async () => {
  const shop = await aShopAt("10:00");
  await shop.order("A1001", "awaiting_pickup");
  await shop.at("11:59");
  await shop.at("12:00");
  await shop.expectChat("仓库群", /【超时】已发货没单号 1 单/, ["王磊"]);
  await shop.order("A1001", "awaiting_pickup", { order: { trackingNo: "SF0000000001" } });
  await shop.expectChat("仓库群", /这单走了/);
  expect(await shop.alerts()).toEqual([]);
});
