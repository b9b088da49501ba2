import { expect, test } from "vitest";
import { aShopAt, tellStories } from "./story.ts";

tellStories();

const orders = (count: number, from = 1) => Array.from({ length: count }, (_, i) => `S${from + i}`);

test("23 orders late at once are one message and one call, and one key takes all", async () => {
  const shop = await aShopAt("10:00");
  await shop.orders(orders(23), "packed");
  await shop.at("13:00");
  await shop.expectChat("仓库群", /【快到点】打包待出库 23 单，还有 1 小时/, ["王磊"]);
  await shop.at("14:00");
  await shop.expectChat("仓库群", /【超时】打包待出库 23 单/, ["王磊"]);
  await shop.at("16:00");
  const call = await shop.expectCall("王磊");
  await call.answer(/打包待出库有二十三单超时，最久两小时/);
  await call.press("1");
  await shop.expectChat("仓库群", /王磊已接手/);
  expect(await shop.alerts("?state=acknowledged")).toHaveLength(23);
  await shop.orders(orders(23), "awaiting_pickup");
  await shop.expectChat("仓库群", /23 单都走了，用时 3 小时/);
});

test("from the third breach within two minutes on, the rest is one message at the window's end", async () => {
  const shop = await aShopAt("10:00");
  for (const [i, at] of ["10:00", "10:00:20", "10:00:40", "10:01:00", "10:01:20"].entries()) {
    await shop.at(at);
    await shop.order(`S${i}`, "picking");
  }
  await shop.at("14:00");
  await shop.expectChat("仓库群", /【超时】拣货复核 1 单[\s\S]*S0/, ["王磊"]);
  await shop.at("14:00:20");
  await shop.expectChat("仓库群", /【超时】拣货复核 1 单[\s\S]*S1/, ["王磊"]);
  await shop.at("14:01:59");
  await shop.at("14:02:40");
  await shop.expectChat("仓库群", /【超时】拣货复核 3 单/, ["王磊"]);
});

test("what moves on before the window ends is not told of", async () => {
  const shop = await aShopAt("10:00");
  for (const [i, at] of ["10:00", "10:00:20", "10:00:40", "10:01:00"].entries()) {
    await shop.at(at);
    await shop.order(`S${i}`, "picking");
  }
  await shop.at("14:00:20");
  await shop.expectChat("仓库群", /S0/, ["王磊"]);
  await shop.expectChat("仓库群", /S1/, ["王磊"]);
  await shop.at("14:01:10");
  await shop.orders(["S2", "S3"], "packed");
  await shop.at("14:05");
});
