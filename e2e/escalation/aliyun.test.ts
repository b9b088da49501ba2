import { expect, test } from "vitest";
import { defaultPolicies } from "../../domain/escalation/defaults.ts";
import type { Shop } from "./shop.ts";
import { aShopAt, sandboxUrl, tellStories } from "./story.ts";

tellStories();

const KEY = "a-key-that-only-aliyun-knows";

async function beforeTheCall(): Promise<Shop> {
  const [p1] = defaultPolicies();
  const steps = p1!.steps.filter(({ kind }) => kind === "voice").map((step) => ({ ...step, offsetMs: 0 }));
  const shop = await aShopAt("10:00", {
    policies: [{ ...p1!, steps }],
    env: {
      ALIYUN_BASE_URL: `${sandboxUrl()}/aliyun`,
      ALIYUN_ACCESS_KEY_ID: "sandbox",
      ALIYUN_ACCESS_KEY_SECRET: "sandbox",
      ALIYUN_SHOW_NUMBER: "05710000000",
      ALIYUN_TTS_ALERT: "TTS_1",
      ALIYUN_TTS_TAKEN: "TTS_2",
      ALIYUN_TTS_PASSED: "TTS_3",
      ALIYUN_CALLBACK_KEY: KEY,
    },
  });
  const aliyunReportUrl = `${shop.api.url}/api/hooks/aliyun/report?key=${KEY}`;
  await shop.sandbox.ask("/sandbox/accounts", { aliyunReportUrl });
  await shop.order("A1001", "packed");
  await shop.at("13:59");
  return shop;
}

test("Twilio may not call there: Aliyun does at once, and its key takes the order", async () => {
  const shop = await beforeTheCall();
  await shop.fault("twilio", "geo");
  await shop.at("14:00");
  const call = await shop.expectCall("王磊");
  expect((await shop.sandbox.calls()).map(({ provider }) => provider)).toEqual(["aliyun"]);
  await call.answer(/木屿家居.*打包待出库/);
  await call.press("1", /十五点/);
  await shop.expectChat("仓库群", /王磊已接手，说好 15:00 前清完/);
});

test("both companies refuse: nobody is left out, the next person is tried", async () => {
  const shop = await beforeTheCall();
  await shop.fault("twilio", "geo", { times: 1 });
  await shop.fault("aliyun", "limit", { times: 1 });
  await shop.at("14:00");
  const call = await shop.expectCallBy("14:02", "李敏");
  await shop.expectChat("仓库群", /没法打给王磊，正在打给李敏/);
  await call.answer();
  await call.press("1");
  await shop.expectChat("仓库群", /李敏已接手/);
});

test.each(["busy", "noAnswer", "silence"] as const)(
  "a report says %s: the next person, once, also when it comes twice",
  async (how) => {
    const shop = await beforeTheCall();
    await shop.fault("twilio", "geo", { only: "+8613800000001" });
    await shop.fault("callbacks", "duplicated");
    await shop.at("14:00");
    const call = await shop.expectCall("王磊");
    if (how === "silence") await call.answer();
    await call[how]();
    await shop.expectChat("仓库群", /王磊没接，正在打给李敏/);
    await shop.expectCall("李敏");
  },
);
