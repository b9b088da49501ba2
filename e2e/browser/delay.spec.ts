import { arrival, HOUR_MS, SHOP_START } from "./shop.ts";
import { countOf, expect, openWall, test, tile } from "./wall.ts";

/** The summary is made every 5 s, and told at once. */
const TOLD_WITHIN_MS = 15_000;
/** A moment that nothing of these tests touches. */
const THEN = new Date(SHOP_START).toISOString();
const THEN_QUERY = `?asOf=${encodeURIComponent(THEN)}`;

test("one sentence says where the delay of 24 hours sits, with bars and hours", async ({ page, andon }) => {
  await page.goto(`${andon.url}/wall${THEN_QUERY}`);
  // 12 orders for 6 hours each, 2 for 1 hour, 3 for half an hour.
  await expect(page.locator(".headline")).toHaveText("过去 24 小时，95% 的延误卡在「大件装车调度」");
  await expect(page.locator(".headline")).toHaveCount(1);
  await expect(page.locator(".headline-more")).toHaveText("那里超时 12 单，最久 1 天 6 小时");
  const bars = page.locator("[data-bar]");
  await expect(bars).toHaveText(["大件装车调度95%", "打包待出库3%", "待支付超时2%"]);
  // Overdue from 8:02 to 14:02: seven cells, of which the six whole hours and the part are equally strong.
  const cells = page.locator("[data-heat=bulky_dispatch] [data-hour]");
  await expect(cells).toHaveCount(7);
  await expect(page.locator("[data-heat=bulky_dispatch] .heat-4")).toHaveCount(7);
  await expect(page.locator("[data-heat=packed] [data-hour]")).toHaveCount(2);
  await expect(cells.first()).toHaveAccessibleName("大件装车调度，8 点这一小时：12 单超时，共 11 小时 36 分");
});

test("in English, too", async ({ page, andon }) => {
  await page.goto(`${andon.url}/wall${THEN_QUERY}&lang=en`);
  await expect(page.locator(".headline")).toHaveText(
    "Last 24 hours: 95% of all delay sits in Bulky dispatch",
  );
  await expect(page.locator(".heat-legend")).toContainText("Each cell 1 hour");
});

test("a node where more come than go grows, and says so without a reload", async ({ page, andon }) => {
  await openWall(page, andon);
  const moved = tile(page, "awaiting_pickup").locator("[data-trend]");
  await expect(moved).toHaveCount(0);
  const orders = Array.from({ length: 7 }, (_, i) => `trend-${i}`);
  await andon.send(orders.map((orderNo) => arrival(orderNo, "awaiting_pickup", 0)));
  await expect(moved).toHaveText("在涨", { timeout: TOLD_WITHIN_MS });
  await expect(tile(page, "awaiting_pickup").getByRole("link")).toHaveAccessibleName(/在涨/);
  await andon.send(orders.map((orderNo) => ({ ...arrival(orderNo, "closed", 0), order: undefined })));
  await expect(moved).toHaveCount(0, { timeout: TOLD_WITHIN_MS });
  await expect(countOf(page, "awaiting_pickup", "total")).toHaveCount(0);
});

test("the arrows carry the focus through the hours, and Enter opens one", async ({ page, andon }) => {
  await page.goto(`${andon.url}/wall${THEN_QUERY}`);
  const row = page.locator("[data-heat=bulky_dispatch] [data-hour]");
  await row.first().focus();
  await page.keyboard.press("ArrowRight");
  await expect(row.nth(1)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page.locator("[data-heat=packed] [data-hour]").first()).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowLeft");
  await expect(page.locator("[data-heat=bulky_dispatch] [data-hour]:focus")).toHaveCount(1);
  // One stop of the Tab key in all, not one for every cell.
  await expect(page.locator("[data-hour][tabindex='0']")).toHaveCount(1);
});

test("where nothing has been late for 24 hours there is no headline but the one about now", async ({
  page,
  andon,
}) => {
  const quiet = new Date(SHOP_START - 28 * HOUR_MS).toISOString();
  await page.goto(`${andon.url}/wall?asOf=${encodeURIComponent(quiet)}`);
  await expect(page.locator(".headline")).toHaveCount(1);
  await expect(page.locator("[data-bar], [data-heat]")).toHaveCount(0);
  await expect(page.locator("[data-total=calm]")).toHaveText("全线正常。过去 24 小时没有超时");
});
