import { expect, test } from "vitest";
import type { Shop } from "./shop.ts";
import { aShopAt, tellStories } from "./story.ts";

tellStories();

const HOUR_MS = 3_600_000;

async function late(): Promise<{ shop: Shop; message: Awaited<ReturnType<Shop["expectChat"]>> }> {
  const shop = await aShopAt("10:00");
  await shop.order("A1001", "packed");
  await shop.at("13:00");
  await shop.expectChat("仓库群", /快到点/, ["王磊"]);
  await shop.at("14:00");
  return { shop, message: await shop.expectChat("仓库群", /超时/, ["王磊"]) };
}

function post(shop: Shop, path: string, body: object = {}): Promise<Response> {
  return shop.api.call(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

test("taken by a link: while the pledge holds nobody is called; then it goes on, with the next person", async () => {
  const { shop, message } = await late();
  expect((await message.press("我来处理")).body).toMatchObject({ taken: 1, takenBy: null });
  await shop.expectChat("仓库群", /王磊已接手，说好 15:00 前清完/);
  await shop.at("14:59");
  await shop.at("15:00");
  await shop.expectChat("仓库群", /15:00 到了，还剩 1 单，继续往上叫/, ["王磊"]);
  await shop.expectCall("李敏");
});

test("a pledge made on the desk counts as long as it says", async () => {
  const { shop } = await late();
  const [alert] = await shop.alerts();
  const taken = await post(shop, `/api/v1/alerts/${alert.id}/acknowledge`, {
    pledgeUntil: "2026-11-11T18:00:00+08:00",
    note: "车在路上",
  });
  expect(taken.status).toBe(200);
  await shop.settle();
  await shop.expectChat("仓库群", /已接手，说好 18:00 前清完/);
  await shop.at("17:59");
  await shop.at("18:00");
  await shop.expectChat("仓库群", /18:00 到了，还剩 1 单/);
  await (await shop.expectCall("王磊")).answer();
});

test("a link that was used says who has it; a forged one is refused and audited", async () => {
  const { shop, message } = await late();
  await message.press("我来处理");
  await shop.expectChat("仓库群", /王磊已接手/);
  const again = await message.press("我来处理");
  expect(again.status === 200 ? again.body.taken : again.status).toBe(409);
  const forged = await fetch(`${shop.api.url}/api/a/${"x".repeat(60)}`, { method: "POST" });
  expect(forged.status).toBe(403);
  const [{ n }] = (await shop.context.sql`
    select count(*)::int as n from audit where action like 'link.%'`) as unknown as [{ n: number }];
  expect(n).toBeGreaterThanOrEqual(2);
});

test("passed on by a link: the next person is told once it cannot be undone any more, then those after", async () => {
  const { shop, message } = await late();
  const passed = await message.press("转给下一位");
  expect(passed.body).toMatchObject({ action: "pass", passed: 1 });
  expect(passed.body.to).toBe("李敏");
  await shop.at("14:00:05");
  await shop.at("14:00:11");
  await shop.expectChat("仓库群", /王磊转给了李敏/, ["李敏"]);
  await (await shop.expectCall("李敏")).busy();
  await shop.expectChat("仓库群", /李敏没接，正在打给赵总/);
  const last = await shop.expectCall("赵总");
  await last.answer();
  await last.press("1");
  await shop.expectChat("仓库群", /赵总已接手/);
});

test("resolved by hand: nobody is called any more, and the group reads it", async () => {
  const { shop } = await late();
  const [alert] = await shop.alerts();
  expect((await post(shop, `/api/v1/alerts/${alert.id}/resolve`)).status).toBe(200);
  await shop.settle();
  await shop.expectChat("仓库群", /处理完了/);
  await shop.at("20:00");
});

test("a deadline that moves ahead ends the alert; the next breach is a new one", async () => {
  const { shop } = await late();
  const changed = await shop.api.call("/api/v1/nodes/packed", {
    method: "PATCH",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ warnMs: 7 * HOUR_MS, dueMs: 8 * HOUR_MS }),
  });
  expect(changed.status, await changed.clone().text()).toBe(200);
  await shop.settle();
  await shop.expectChat("仓库群", /改了时限，现在不超时/);
  await shop.at("17:00");
  await shop.expectChat("仓库群", /快到点/, ["王磊"]);
});
