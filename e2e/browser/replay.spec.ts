import { expectAccessible } from "./accessible.ts";
import { HOUR_MS, SHOP_START } from "./shop.ts";
import { countOf, expect, test } from "./wall.ts";

const MINUTE_MS = 60_000;
/** A morning three days before, of which nothing is left. */
const MORNING = SHOP_START - 76 * HOUR_MS;
/** Waits two hours at most, so they turn red from here on, one every six minutes. */
const FROM = MORNING + 2 * HOUR_MS - 5 * MINUTE_MS;
const TO = FROM + HOUR_MS;
const ORDERS = 8;
const iso = (ms: number) => new Date(ms).toISOString();
const range = `${iso(FROM)}..${iso(TO)}`;

test.beforeAll(async ({ andon }) => {
  // A worker that begins anew after a failure sends them once more.
  const stamp = Date.now();
  const events = Array.from({ length: ORDERS }, (_, i) => {
    const at = MORNING + i * 6 * MINUTE_MS;
    const event = { source: "taobao", orderNo: `replay-${i}` };
    return [
      { ...event, id: `replay-${i}-in-${stamp}`, node: "allocating", occurredAt: iso(at) },
      { ...event, id: `replay-${i}-out-${stamp}`, node: "closed", occurredAt: iso(at + 150 * MINUTE_MS) },
    ];
  });
  await andon.send(events.flat());
});

test("a past hour plays as the board told it, is marked as past, and is shared as a link", async ({
  page,
  andon,
  context,
}) => {
  const sockets: string[] = [];
  page.on("websocket", (socket) => sockets.push(socket.url()));
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`${andon.url}/wall?replay=${range}&speed=60`);
  await expect(page.locator("main")).toHaveAttribute("data-state", "past");
  const band = page.locator(".band-past");
  await expect(band).toHaveText(/^回放：2 月 27 日 1\d:\d\d，不是现在$/);
  const bar = page.locator(".replay-bar");
  await expect(bar).toHaveAttribute("data-replay", "ready");
  // It plays by itself.
  await expect(band).not.toHaveAttribute("data-moment", iso(FROM));
  await page.keyboard.press("Space");
  await expect(bar).toHaveAttribute("data-playing", "false");
  await expectAccessible(page);
  for (const speed of ["300 倍", "600 倍"]) {
    await page.keyboard.press("ArrowUp");
    await expect(bar.getByRole("button", { name: speed, exact: true })).toHaveAttribute(
      "aria-pressed",
      "true",
    );
  }
  await expect(bar).toHaveAttribute("data-replay", "ready");
  // What stands there is what the board counts for that very moment, on and back.
  for (const key of ["ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft"]) {
    const before = await band.getAttribute("data-moment");
    await page.keyboard.press(key);
    await expect(band).not.toHaveAttribute("data-moment", before!);
    const moment = (await band.getAttribute("data-moment"))!;
    const board = await (await page.request.get(`${andon.url}/api/v1/board?asOf=${moment}`)).json();
    const { red } = board.nodes.find((node: { key: string }) => node.key === "allocating");
    expect(red).toBeGreaterThan(0);
    await expect(countOf(page, "allocating", "red")).toHaveText(String(red));
  }
  const shown = await band.getAttribute("data-moment");
  await page.getByRole("button", { name: "复制链接" }).click();
  await expect(page.getByRole("button", { name: "已复制" })).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(sockets).toEqual([]);
  const other = await context.newPage();
  await other.goto(link);
  await expect(other.locator(".band-past")).toHaveAttribute("data-moment", shown!);
  await expect(other.locator(".replay-bar")).toHaveAttribute("data-playing", "false", { timeout: 20_000 });
  await expect(other.locator(".band-past")).toHaveAttribute("data-moment", iso(TO));
});

test("what is not in the last 30 days is refused in words", async ({ page, andon }) => {
  for (const [query, words] of [
    [`${iso(SHOP_START - 40 * 24 * HOUR_MS)}..${iso(TO)}`, "太早了"],
    [`${iso(FROM)}..${iso(SHOP_START + 24 * HOUR_MS)}`, "还没有到"],
    ["yesterday", "看不懂这段回放"],
  ]) {
    await page.goto(`${andon.url}/wall?replay=${query}`);
    await expect(page.locator("h1")).toContainText(words!);
  }
});

test("what happened in that hour opens into the orders behind it", async ({ page, andon }) => {
  await page.goto(`${andon.url}/changes?from=${iso(FROM)}&to=${iso(TO)}`);
  await expect(page.locator("[data-summary]")).toContainText("超时从 0 单涨到 3 单：新超时 8 单，走掉 5 单");
  const line = page.locator("[data-node=allocating]");
  await line.locator("[data-change=turned_red] a").click();
  await expect(page.locator("[data-list=turned_red] [data-order]")).toHaveCount(ORDERS);
  await expect(page.locator("[data-list=turned_red] [data-total]")).toHaveAttribute("data-total", "8");
  await line.locator("[data-change=red] a").last().click();
  await expect(page.locator("[data-total]")).toHaveAttribute("data-total", "3");
});
