import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { SHOP_PEOPLE } from "../../bin/demo/shop-people.ts";
import type { Phone } from "./phone.ts";
import type { Shop } from "./shop.ts";
import { aShopAt, tellStories } from "./story.ts";

tellStories();

const idOf = (name: string) => SHOP_PEOPLE.find((person) => person.name === name)!.id;

async function acknowledge(shop: Shop, alertId: string, body: object) {
  const response = await shop.api.call(`/api/v1/alerts/${alertId}/acknowledge`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  await shop.settle();
  return { status: response.status, body: await response.json() };
}

test("taken over: what one has stays his until another says that he takes it, and then waits for the other", async () => {
  const shop = await aShopAt("10:00");
  await shop.order("A1001", "packed");
  await shop.at("13:00");
  await shop.expectChat("仓库群", /快到点/, ["王磊"]);
  await shop.at("14:00");
  const message = await shop.expectChat("仓库群", /超时/, ["王磊"]);
  await message.press("我来处理");
  await shop.expectChat("仓库群", /王磊已接手，说好 15:00 前清完/);
  const [alert] = await shop.alerts();

  const theirs = await acknowledge(shop, alert.id, { personId: idOf("李敏") });
  expect(theirs).toMatchObject({ status: 409, body: { takenBy: "王磊" } });
  shop.nothingElse();
  const over = { personId: idOf("李敏"), takeOver: true, pledgeUntil: "2026-11-11T17:00:00+08:00" };
  expect(await acknowledge(shop, alert.id, over)).toMatchObject({
    status: 200,
    body: { taken: { name: "李敏" } },
  });
  await shop.expectChat("仓库群", /李敏已接手，说好 17:00 前清完/);
  const { audit } = await shop.api.get(`/api/v1/alerts/${alert.id}`);
  expect(JSON.stringify(audit[0])).toMatch(/alert.acknowledge.*王磊/);

  // The first pledge counts no more.
  await shop.at("16:59");
  await shop.at("17:00");
  await shop.expectChat("仓库群", /17:00 到了，还剩 1 单/, ["李敏"]);
  const call = await shop.expectCall("王磊");
  await call.answer();
  await call.press("1");
  await shop.expectChat("仓库群", /王磊已接手/);
});

/** What Twilio would tell, signed as it signs. */
async function twilioTells(shop: Shop, attemptId: string, what: string, fields: Record<string, string>) {
  const url = `${shop.api.url}/api/hooks/twilio/${attemptId}/${what}`;
  const text = Object.keys(fields)
    .sort()
    .reduce((so, name) => so + name + fields[name], url);
  const signature = createHmac("sha1", shop.sandbox.env().TWILIO_AUTH_TOKEN!).update(text).digest("base64");
  const response = await fetch(url, {
    method: "POST",
    headers: { "x-twilio-signature": signature },
    body: new URLSearchParams(fields),
  });
  await shop.settle();
  return response.status;
}

async function nobodyAnswersTheFirst(): Promise<{ shop: Shop; sid: string; attemptId: string; next: Phone }> {
  const shop = await aShopAt("10:00");
  await shop.order("A1001", "packed");
  await shop.at("13:00");
  await shop.expectChat("仓库群", /快到点/, ["王磊"]);
  await shop.at("14:00");
  await shop.expectChat("仓库群", /超时/, ["王磊"]);
  await shop.at("16:00");
  const first = await shop.expectCall("王磊");
  await first.noAnswer();
  await shop.expectChat("仓库群", /王磊没接，正在打给李敏/);
  const [row] = await shop.context.sql<{ id: string }[]>`
    select id from attempts where provider_id = ${first.sid}`;
  return { shop, sid: first.sid, attemptId: row!.id, next: await shop.expectCall("李敏") };
}

test("a key that is told long after its call is stale: audited, and it takes nothing from who has it", async () => {
  const { shop, sid, attemptId, next } = await nobodyAnswersTheFirst();
  await next.answer();
  await next.press("1");
  await shop.expectChat("仓库群", /李敏已接手/);
  await shop.at("16:30");
  const key = { CallSid: sid, CallStatus: "in-progress", Digits: "1" };
  expect(await twilioTells(shop, attemptId, "gather?turn=1", key)).toBe(200);
  // The same once more, a step back, and one of a call that nobody placed.
  expect(await twilioTells(shop, attemptId, "gather?turn=1", key)).toBe(200);
  const ringing = { CallSid: sid, CallStatus: "ringing", SequenceNumber: "1" };
  expect(await twilioTells(shop, attemptId, "status", ringing)).toBe(204);
  expect(await twilioTells(shop, attemptId, "gather?turn=2", { ...key, CallSid: "CA0" })).toBe(200);
  expect(await shop.alerts()).toMatchObject([{ state: "acknowledged", taken: { name: "李敏" } }]);
  const audited = await shop.context.sql<{ action: string }[]>`
    select action from audit where subject = ${`attempt:${attemptId}`} order by id`;
  const told = audited.map(({ action }) => action);
  for (const why of ["stale", "repeated", "foreign"]) expect(told).toContain(`callback.${why}`);
});

test("a key that is told a moment late counts: whoever pressed it has it, and the next phone stops ringing", async () => {
  const { shop, sid, attemptId, next } = await nobodyAnswersTheFirst();
  const key = { CallSid: sid, CallStatus: "in-progress", Digits: "1" };
  expect(await twilioTells(shop, attemptId, "gather?turn=1", key)).toBe(200);
  await shop.expectChat("仓库群", /王磊已接手/);
  await next.is("canceled");
});
