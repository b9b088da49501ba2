import type { Page } from "playwright/test";
import type { RunningAndon } from "../../bin/testing/run-andon.ts";
import { expectAccessible } from "./accessible.ts";
import { become, giveAccount, type TestAccount } from "./accounts.ts";
import { arrival, HOUR_MS } from "./shop.ts";
import { alertOf, hireStaff, inDatabase, linkTo, STAFF } from "./staff.ts";
import { expect, openWall, SIZES, test, tile } from "./wall.ts";

/** An order of `packed` is due four hours after it came. */
const ALLOWANCE_MS = 4 * HOUR_MS;
/** The escalator has raised its alert, and every wall has heard of it. */
const RAISED_WITHIN_MS = 15_000;
const SOON_MS = 1_500;

test.describe.configure({ mode: "serial" });

/** Lets an order become due in a moment, and waits for the alert that the escalator makes of it. */
async function raise(andon: RunningAndon, orderNo: string): Promise<string> {
  const occurredAt = new Date((await andon.shopNow()) - ALLOWANCE_MS + SOON_MS).toISOString();
  await andon.send([{ ...arrival(orderNo, "packed", 0), occurredAt }]);
  let id: string | null = null;
  await expect
    .poll(async () => (id = await alertOf(andon.folder, orderNo)), { timeout: RAISED_WITHIN_MS })
    .not.toBeNull();
  return id!;
}

const standing = (page: Page) => page.locator("[data-standing]");

let alertId: string;
/** Who has an account is known by the name that the on-call list has for them. */
let wang: TestAccount;

test("an order that becomes due shows on the wall how far it has come, and is taken from the desk", async ({
  page,
  andon,
}) => {
  await hireStaff(andon.folder);
  wang = await giveAccount(andon, {
    name: "登录名",
    role: "lead",
    email: "wang@andon.example",
    personId: STAFF.wang.id,
  });
  await become(page.context(), andon, wang);
  await openWall(page, andon);
  await expect(tile(page, "packed").locator("[data-stage]")).toHaveCount(0);
  alertId = await raise(andon, "alert-1");
  await expect(tile(page, "packed").locator("[data-stage=flag]")).toHaveText("红旗", {
    timeout: RAISED_WITHIN_MS,
  });
  await expect(page.locator("[data-news=flag]").first()).toContainText("打包待出库");
  await expect(page.locator("[data-news=flag]").first()).toHaveAttribute("href", `/alerts/${alertId}`);

  const desk = await page.context().newPage();
  await desk.goto(`${andon.url}/alerts`);
  await expect(desk.locator(`[data-alert="${alertId}"]`)).toContainText("没人接手");
  await desk.getByLabel("选上 alert-1").check();
  // By the keyboard alone.
  await desk.locator("[data-pledge=hour]").focus();
  await desk.keyboard.press("Enter");
  await expect(desk.locator("[data-answer=taken]")).toContainText(/1 条记在您名下，请在 \d\d:\d\d 前清完/);
  await expect(desk.locator(`[data-alert="${alertId}"]`)).toContainText(/王磊已接手，说好 \d\d:\d\d 前清完/);
  await expectAccessible(desk);

  await expect(tile(page, "packed").locator("[data-taken]")).toHaveText("王磊", {
    timeout: RAISED_WITHIN_MS,
  });
  await expect(tile(page, "packed").getByRole("link")).toHaveAccessibleName(/王磊已接手，\d\d:\d\d 前清完/);
  await expect(page.locator("[data-news=taken]").first()).toContainText("王磊已接手");
});

test("it is passed on, taken back within ten seconds, and resolved once somebody is sure", async ({
  page,
  andon,
}) => {
  await become(page.context(), andon, wang);
  await page.goto(`${andon.url}/alerts/${alertId}`);
  await expect(standing(page)).toContainText("王磊已接手");
  await expect(page.locator("[data-story=step]").first()).toBeVisible();
  await expect(page.locator("[data-story=audit]")).toContainText("王磊接手");
  await page.locator("[data-act=pass]").click();
  await expect(page.locator("[data-answer=passed]")).toContainText(/已转给李敏，\d+ 秒内可撤销/);
  await expect(standing(page)).toContainText("没人接手");
  await page.locator("[data-undo]").click();
  await expect(page.locator("[data-answer=undone]")).toBeVisible();
  await expect(standing(page)).toContainText("王磊已接手");

  await page.locator("[data-act=resolve]").click();
  await expect(page.locator("[data-confirm]")).toContainText("1 条都处理完了？");
  await page.getByRole("button", { name: "再想想" }).click();
  await expect(standing(page)).toContainText("王磊已接手");
  await page.locator("[data-act=resolve]").click();
  await page.locator("[data-act=resolve-sure]").click();
  await expect(standing(page)).toContainText("有人说处理完了");
  await expect(page.locator("[data-story=audit]").last()).toContainText("王磊说处理完了");
  await page.goto(`${andon.url}/alerts?state=resolved&lang=en`);
  await expect(page.locator(`[data-alert="${alertId}"]`)).toContainText("Somebody said it is done");
});

test("a link of a message is shown on a phone without doing anything, takes once, and says so the second time", async ({
  page,
  andon,
}) => {
  await page.setViewportSize(SIZES.phone);
  const id = await raise(andon, "alert-2");
  const take = await linkTo(andon, id, STAFF.li.id, "take");
  // Chat clients open links by themselves.
  for (let i = 0; i < 2; i++) expect((await fetch(take)).status).toBe(200);
  const answer = await page.goto(take);
  expect(answer!.headers()["referrer-policy"]).toBe("no-referrer");
  expect(answer!.headers()["cache-control"]).toContain("no-store");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("打包待出库");
  await expect(page.locator("[data-taken]")).toHaveCount(0);
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(SIZES.phone.width);
  await page.locator("[data-pledge=half_hour]").click();
  await expect(page.locator("[data-answer=taken]")).toContainText(/1 条记在您名下/);
  await page.reload();
  await expect(page.locator("[data-used]")).toContainText("这个链接用过了");
  await expect(page.locator("[data-taken]")).toContainText(/已记在您名下，请在 \d\d:\d\d 前清完/);
  await expect(page.locator("[data-pledge]")).toHaveCount(0);

  await page.goto(await linkTo(andon, id, STAFF.wang.id, "take"));
  await expect(page.locator("[data-taken]")).toContainText(/李敏已接手，说好 \d\d:\d\d 前清完/);
  await page.getByRole("link", { name: "看订单" }).click();
  await expect(page.locator("[data-visit]").first()).toBeVisible();

  await page.goto(`${take.slice(0, -4)}AAAA?lang=en`);
  await expect(page.locator("[data-refused=forged]")).toContainText("This link is wrong");
});

test("steps that do not fire are an alarm over the whole wall, until they do", async ({ page, andon }) => {
  const id = await raise(andon, "alert-3");
  andon.freeze("worker");
  try {
    await inDatabase(andon.folder, async (sql) => {
      await sql`
        update visits v set next_step_at = a.opened_at - interval '1 hour'
        from alerts a where a.id = ${id} and v.order_id = a.order_id and v.id = a.visit_id`;
    });
    await page.goto(`${andon.url}/wall`);
    await expect(page.locator("[data-steps=overdue]")).toContainText(/升级没跑：1 单该叫人没叫/);
    // The pipeline is late as well, and each says so.
    await expect(page.locator(".band-late")).toBeVisible({ timeout: RAISED_WITHIN_MS });
    await expect(page.locator("[data-steps=overdue]")).toBeVisible();
  } finally {
    andon.thaw("worker");
  }
  await expect(page.locator("[data-steps]")).toHaveCount(0, { timeout: 30_000 });
  await expect(page.locator(".wall")).toHaveAttribute("data-state", "live", { timeout: 30_000 });
});

test("who is on call, and what cannot be read, is said plainly", async ({ page, andon }) => {
  await page.goto(`${andon.url}/oncall`);
  await expect(page.locator(`[data-person="${STAFF.wang.id}"]`)).toContainText("138****0001");
  expect(await page.content()).not.toContain("13800000001");
  await expectAccessible(page);
  for (const [path, words] of [
    ["/alerts?state=lost", "看不懂这个条件：state"],
    ["/alerts?cursor=x", "看不懂这个条件：cursor"],
    ["/alerts?node=refund_payout", "没有这样的单，少选一个条件试试"],
    ["/alerts/none", "没有这条告警"],
  ] as const) {
    await page.goto(andon.url + path);
    await expect(page.locator("main")).toContainText(words);
  }
});

test("what these tests raised is gone", async ({ andon }) => {
  await andon.send(
    ["alert-1", "alert-2", "alert-3"].map((orderNo) => ({
      ...arrival(orderNo, "closed", 0),
      order: undefined,
    })),
  );
});
