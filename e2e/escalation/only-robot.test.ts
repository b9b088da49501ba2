import { expect, test } from "vitest";
import type { Shop } from "./shop.ts";
import { aShopAt, tellStories } from "./story.ts";

tellStories();

const GROUP = "/api/v1/groups/warehouse/robots";

async function send(shop: Shop, method: string, path: string, body: object): Promise<void> {
  const response = await shop.api.call(path, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(response.status, await response.clone().text()).toBeLessThan(300);
}

/** An order that is late at four, with so many of the group's two robots switched off. */
async function withoutRobots(off: number): Promise<Shop> {
  const shop = await aShopAt("10:00");
  const { robots } = await shop.api.get(GROUP);
  for (const { id } of robots.slice(robots.length - off))
    await send(shop, "PATCH", `${GROUP}/${id}`, { enabled: false });
  return shop;
}

async function untilLate(shop: Shop): Promise<void> {
  await shop.order("A1001", "picking");
  await shop.at("13:59");
}

test.each(["429", "busy", "banned", "500"])(
  "the only robot is told to wait (%s): it waits, and says it once",
  async (kind) => {
    const shop = await withoutRobots(1);
    await untilLate(shop);
    await shop.fault("dingtalk", kind, { times: 1 });
    await shop.at("14:15");
    await shop.expectChat("仓库群", /【超时】拣货复核 1 单/, ["王磊"]);
  },
);

test("the only robot is refused for good: somebody is called instead", async () => {
  const shop = await withoutRobots(1);
  await untilLate(shop);
  await shop.fault("dingtalk", "wrong_sign");
  await shop.at("14:00");
  const call = await shop.expectCall("赵总");
  await call.answer();
  await call.press("1");
});

/** A group that hears through a program of its own. */
async function withWebhook(): Promise<Shop> {
  const shop = await withoutRobots(2);
  const url = `${shop.sandbox.url}/webhook/warehouse-program`;
  await send(shop, "POST", GROUP, { kind: "webhook", name: "程序", url, secret: "a-secret-of-the-program" });
  await untilLate(shop);
  return shop;
}

test.each(["429", "500", "drop"])("a webhook answers with %s: it is told once", async (kind) => {
  const shop = await withWebhook();
  await shop.fault("webhook", kind, { times: 1 });
  await shop.at("14:05");
  expect(shop.takeAll("warehouse-program", /拣货复核/)).toBe(1);
});

test("a webhook takes it and never answers: it is told once more, under the same key", async () => {
  const shop = await withWebhook();
  await shop.fault("webhook", "timeout", { times: 1, ms: 50 });
  await shop.at("14:05");
  const { messages } = await shop.sandbox.ask("/sandbox/messages?after=0");
  const keys = (messages as { raw?: { headers: Record<string, string> } }[]).map(
    ({ raw }) => raw?.headers["idempotency-key"],
  );
  expect(new Set(keys).size).toBe(1);
  expect(shop.takeAll("warehouse-program", /拣货复核/)).toBe(2);
});

test("a webhook that is gone (404): another group is told, and why", async () => {
  const shop = await withWebhook();
  await shop.fault("webhook", "404");
  await shop.at("14:00");
  const message = await shop.expectChat("物流送装群", /【超时】拣货复核 1 单/, ["赵总"]);
  expect(message.text).toContain("群消息发不出去");
});
