import { expect, test } from "vitest";
import { aShopAt, tellStories } from "./story.ts";

tellStories();

/** An order that has been packed for six hours: everything before the call is told. */
async function untilTheCall() {
  const shop = await aShopAt("10:00");
  await shop.order("A1001", "packed");
  await shop.at("13:00");
  await shop.expectChat("仓库群", /快到点/, ["王磊"]);
  await shop.at("14:00");
  await shop.expectChat("仓库群", /超时/, ["王磊"]);
  await shop.at("16:00");
  return { shop, call: await shop.expectCall("王磊") };
}

test("2 passes the call on to the next person at once", async () => {
  const { shop, call } = await untilTheCall();
  await call.answer(/转给下一位请按二/);
  await call.press("2", /正在转给下一位/);
  await shop.expectChat("仓库群", /王磊转给了李敏/);
  const next = await shop.expectCall("李敏");
  await next.answer();
  await next.press("1");
  await shop.expectChat("仓库群", /李敏已接手/);
});

test("3 says it again, and then 1 takes it", async () => {
  const { shop, call } = await untilTheCall();
  await call.answer();
  await call.press("3", /有一单超时[\s\S]*有一单超时/);
  await call.press("1");
  await shop.expectChat("仓库群", /王磊已接手/);
});

test.each([
  ["busy", "busy"],
  ["no answer", "noAnswer"],
  ["a call that fails", "fail"],
  ["voicemail", "voicemail"],
] as const)("%s goes to the next person at once", async (_, how) => {
  const { shop, call } = await untilTheCall();
  await call[how]();
  await shop.expectChat("仓库群", /王磊没接，正在打给李敏/);
  const next = await shop.expectCall("李敏");
  await next.answer();
  await next.press("1");
  await shop.expectChat("仓库群", /李敏已接手/);
});

test("who hangs up, or presses nothing, has not taken it: the next person is called, then the last", async () => {
  const { shop, call } = await untilTheCall();
  await call.answer();
  await call.hangUp();
  await shop.expectChat("仓库群", /王磊没接，正在打给李敏/);
  const next = await shop.expectCall("李敏");
  await next.answer();
  await next.silence();
  next.heard(/没有收到按键/);
  await shop.expectChat("仓库群", /李敏没接，正在打给赵总/);
  const last = await shop.expectCall("赵总");
  await last.answer();
  await last.press("1");
  await shop.expectChat("仓库群", /赵总已接手/);
});

test("a phone that nobody answers rings for twenty seconds", async () => {
  const { shop, call } = await untilTheCall();
  await shop.at("16:00:19");
  await call.is("ringing");
  await shop.at("16:00:26");
  await call.is("no-answer");
  await shop.expectChat("仓库群", /王磊没接，正在打给李敏/);
  const next = await shop.expectCall("李敏");
  await next.answer();
  await next.press("1");
  await shop.expectChat("仓库群", /李敏已接手/);
});

test("an order that moves on while it rings cancels the call, and the group reads that it is over", async () => {
  const { shop, call } = await untilTheCall();
  await shop.order("A1001", "awaiting_pickup");
  await call.is("canceled");
  await shop.expectChat("仓库群", /这单走了/);
  expect(await shop.alerts("?state=resolved")).toMatchObject([{ orderNo: "A1001", state: "resolved" }]);
});

test("taken by the button of a message while it rings: the ring stops, and nobody else is called", async () => {
  const shop = await aShopAt("10:00");
  await shop.order("A1001", "packed");
  await shop.at("13:00");
  await shop.expectChat("仓库群", /快到点/, ["王磊"]);
  await shop.at("14:00");
  const message = await shop.expectChat("仓库群", /超时/, ["王磊"]);
  await shop.at("16:00");
  const call = await shop.expectCall("王磊");
  expect(await message.press("我来处理")).toMatchObject({ status: 200, body: { action: "take", taken: 1 } });
  await call.is("canceled");
  await shop.expectChat("仓库群", /王磊已接手，说好 17:00 前清完/);
  await shop.at("16:59");
});
