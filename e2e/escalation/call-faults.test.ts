import { expect, test } from "vitest";
import { defaultPolicies } from "../../domain/escalation/defaults.ts";
import type { Shop } from "./shop.ts";
import { aShopAt, tellStories } from "./story.ts";

tellStories();

/** Packed goods are called about when they are due, and nothing is said before: the story is the call's. */
const CALL_ONLY = defaultPolicies()
  .filter(({ key }) => key === "p1")
  .map((policy) => ({
    ...policy,
    steps: policy.steps.filter(({ kind }) => kind === "voice").map((step) => ({ ...step, offsetMs: 0 })),
  }));

async function beforeTheCall(env: Record<string, string> = {}): Promise<Shop> {
  const shop = await aShopAt("10:00", { env, policies: CALL_ONLY });
  await shop.order("A1001", "packed");
  await shop.at("13:59");
  return shop;
}

async function takenByKey(shop: Shop, name = "王磊"): Promise<void> {
  const call = await shop.expectCallBy("14:05", name);
  await call.answer();
  await call.press("1");
  await shop.expectChat("仓库群", new RegExp(`${name}已接手`));
  await shop.at("14:10");
}

test.each(["429", "drop"])("Twilio answers with %s: it is called once, a little later", async (kind) => {
  const shop = await beforeTheCall();
  await shop.fault("twilio", kind, { times: 1 });
  await shop.at("14:00");
  await takenByKey(shop);
});

test.each(["timeout", "slow"])(
  "Twilio places the call and answers late or never (%s): nobody is called twice",
  async (kind) => {
    const shop = await beforeTheCall();
    await shop.fault("twilio", kind, { times: 1, ms: 200 });
    await shop.at("14:00");
    await takenByKey(shop);
  },
);

test.each(["500", "503"])(
  "Twilio fails with %s: it is looked for, and called again since it was not placed",
  async (kind) => {
    const shop = await beforeTheCall();
    await shop.fault("twilio", kind, { times: 1 });
    await shop.at("14:00");
    await takenByKey(shop);
  },
);

test.each(["geo", "invalid_number", "unauthorized"])(
  "Twilio will never call the number (%s): the next person",
  async (kind) => {
    const shop = await beforeTheCall();
    await shop.fault("twilio", kind, { times: 1, only: "+8613800000001" });
    await shop.at("14:00");
    await shop.expectChat("仓库群", /没法打给王磊，正在打给李敏/);
    await takenByKey(shop, "李敏");
  },
);

test("no company that places calls is set up: the group is asked, once, and nobody is said not to have answered", async () => {
  const shop = await beforeTheCall();
  shop.context.env.twilio = null;
  shop.context.env.aliyun = null;
  await shop.at("14:00");
  await shop.expectChat(
    "仓库群",
    /【超时】打包待出库 1 单[\s\S]*没有开通语音电话，没法打给任何人，请来个人接手/,
  );
  await shop.at("15:00");
});

test.each(["lost", "duplicated", "reordered"])("callbacks are %s: one key takes it once", async (kind) => {
  const shop = await beforeTheCall();
  await shop.fault("callbacks", kind);
  await shop.at("14:00");
  await takenByKey(shop);
  expect(await shop.alerts()).toMatchObject([{ state: "acknowledged" }]);
});

test("the end of a call that nobody answered is lost: it is looked up, and the next person is called", async () => {
  const shop = await beforeTheCall();
  await shop.fault("callbacks", "lost");
  await shop.at("14:00");
  const call = await shop.expectCall("王磊");
  await call.busy();
  await shop.expectCallBy("14:05", "李敏");
  await shop.expectChat("仓库群", /王磊没接，正在打给李敏/);
});

test("a callback that is signed by somebody else is refused and audited, and changes nothing", async () => {
  const shop = await beforeTheCall();
  await shop.fault("callbacks", "wrong_sign", { times: 1 });
  await shop.at("14:00");
  const call = await shop.expectCall("王磊");
  const { callbacks } = (await shop.sandbox.calls()).at(-1)!;
  expect(callbacks.find(({ fault }) => fault === "wrong_sign")!.answered).toBe(403);
  const audits = await shop.context
    .sql`select action from audit where action like '%forged%' or action like '%refuse%'`;
  expect(audits.length).toBeGreaterThanOrEqual(1);
  await call.answer();
  await call.press("1");
  await shop.expectChat("仓库群", /王磊已接手/);
});

test("the token is rotated while calls go on", async () => {
  const shop = await beforeTheCall({ TWILIO_AUTH_TOKEN_NEXT: "the-token-after-that" });
  await shop.at("14:00");
  const call = await shop.expectCall("王磊");
  await shop.sandbox.ask("/sandbox/accounts", { twilioToken: "the-token-after-that" });
  await call.answer(/打包待出库有一单超时/);
  await call.press("1");
  await shop.expectChat("仓库群", /王磊已接手/);
});

test.each(["busy", "no_answer", "voicemail", "failed", "hang_up"])(
  "a phone that behaves by itself: %s",
  async (kind) => {
    const shop = await beforeTheCall();
    await shop.fault("phone", kind, { times: 1, ms: 0, only: "+8613800000001" });
    await shop.at("14:00:10");
    await shop.expectCall("王磊");
    await shop.expectChat("仓库群", /王磊没接，正在打给李敏/);
    await takenByKey(shop, "李敏");
  },
);
