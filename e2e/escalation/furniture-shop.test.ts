import { expect, test } from "vitest";
import { aShopAt, tellStories } from "./story.ts";

tellStories();

test("packed for four hours: message, red flag, call; taken with 1; the pledge passes; the next person", async () => {
  const shop = await aShopAt("10:00");
  await shop.order("A1001", "packed");

  await shop.at("13:00");
  await shop.expectChat("仓库群", /【快到点】打包待出库 1 单，还有 1 小时/, ["王磊"]);

  await shop.at("14:00");
  await shop.expectChat("仓库群", /【超时】打包待出库 1 单/, ["王磊"]);
  expect(await shop.alerts()).toMatchObject([{ node: "packed", state: "open", stage: "flag" }]);

  await shop.at("15:59");
  shop.nothingElse();
  await shop.at("16:00");
  const call = await shop.expectCall("王磊");
  await call.answer(/打包待出库有一单超时/, /我来处理请按一/);
  await call.press("1", /已记在您名下，请在十七点前清完/);
  await shop.expectChat("仓库群", /王磊已接手，说好 17:00 前清完/);

  await shop.at("16:59");
  shop.nothingElse();
  await shop.at("17:00");
  await shop.expectChat("仓库群", /17:00 到了，还剩 1 单，继续往上叫/, ["王磊"]);
  const next = await shop.expectCall("李敏");
  await next.answer(/打包待出库有一单超时，已超三小时/);
  await next.press("1", /请在十八点前清完/);
  await shop.expectChat("仓库群", /李敏已接手，说好 18:00 前清完/);

  await shop.order("A1001", "awaiting_pickup");
  await shop.expectChat("仓库群", /这单走了，用时 4 小时，不用再跟/);
});
