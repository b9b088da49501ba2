import { silenceSource } from "../../bin/testing/silence-source.ts";
import { arrival, RED, SHOP_START } from "./shop.ts";
import { countOf, expect, openWall, test, tile } from "./wall.ts";

/** The whole screen must be marked so soon after the last message, in ms. */
const MARKED_WITHIN_MS = 6_000;
/** A web process that was killed is back by then, and the wall with it. */
const BACK_WITHIN_MS = 30_000;
/** Between two looks at what comes and goes. */
const LOOK_MS = 50;

test("a server that falls silent is shown within six seconds, and forgotten when it speaks again", async ({
  page,
  andon,
  clean,
}) => {
  clean.lost = true;
  await openWall(page, andon);
  andon.freeze("web");
  try {
    await expect(page.locator(".mark-lost")).toBeVisible({ timeout: MARKED_WITHIN_MS });
    await expect(page.locator(".mark-lost")).toContainText(/屏幕断线，画面停在 14:\d\d，正在重连/);
    await expect(page.locator(".wall")).toHaveAttribute("data-state", "lost");
    // The last picture stays, and may not look green.
    await expect(countOf(page, "bulky_dispatch", "red")).toHaveText(String(RED.bulky_dispatch));
    const fill = await tile(page, "in_transit")
      .locator(".mark-green")
      .evaluate((mark) => getComputedStyle(mark).fill);
    expect(fill).toBe("none");
  } finally {
    andon.thaw("web");
  }
  await expect(page.locator(".wall")).toHaveAttribute("data-state", "live", { timeout: BACK_WITHIN_MS });
  await expect(page.locator(".mark-lost")).toHaveCount(0);
});

test("a web process that dies is shown too, and the wall comes back with what happened meanwhile", async ({
  page,
  andon,
  clean,
}) => {
  clean.lost = true;
  await openWall(page, andon, "?lang=en");
  // It is back before a screen has to say so, unless it dies again.
  await expect(async () => {
    if (andon.isAlive("web")) andon.kill("web");
    const mark = page.getByText(/Screen offline, picture stopped at 14:\d\d/);
    await expect(mark).toBeVisible({ timeout: LOOK_MS });
  }).toPass({ timeout: 3 * MARKED_WITHIN_MS, intervals: [LOOK_MS] });
  await expect(page.locator(".wall")).toHaveAttribute("data-state", "live", { timeout: BACK_WITHIN_MS });
  await andon.send([arrival("after-death", "customer_hold", 0)]);
  await expect(tile(page, "customer_hold")).toContainText("of 1");
  await andon.send([{ ...arrival("after-death", "closed", 0), order: undefined }]);
  await expect(tile(page, "customer_hold")).toHaveAttribute("data-loudness", "empty");
});

test("a late pipeline is told from a lost socket", async ({ page, andon }) => {
  await openWall(page, andon);
  andon.freeze("worker");
  try {
    await expect(page.locator(".band-late")).toContainText(/数据晚了 \d+ 秒，下面不是最新的/, {
      timeout: MARKED_WITHIN_MS,
    });
    await expect(page.locator(".wall")).toHaveAttribute("data-state", "late");
    await expect(page.locator(".mark-lost")).toHaveCount(0);
  } finally {
    andon.thaw("worker");
  }
  await expect(page.locator(".wall")).toHaveAttribute("data-state", "live", { timeout: BACK_WITHIN_MS });
});

test("a source that fell silent is shown over the whole screen, told from the rest, and over when it is heard", async ({
  page,
  andon,
}) => {
  await openWall(page, andon);
  const quiet = { forMs: 18 * 60_000, perHour: 133, shopNow: SHOP_START };
  await silenceSource(andon.folder, { source: "pinduoduo", ...quiet });
  await expect(page.locator(".band-silent")).toHaveText("拼多多 18 分钟没来新单（平时约 40 单），请查接口", {
    timeout: MARKED_WITHIN_MS,
  });
  await expect(page.locator(".wall")).toHaveAttribute("data-state", "silent");
  // The frame goes around the whole screen, and the numbers stay as readable as they were.
  const frame = await page.locator(".wall").evaluate((wall) => {
    const { inset, borderStyle } = getComputedStyle(wall, "::after");
    return { inset, borderStyle };
  });
  expect(frame).toEqual({ inset: "0px", borderStyle: "double" });
  await expect(page.locator(".picture")).toHaveCSS("opacity", "1");
  await expect(countOf(page, "bulky_dispatch", "red")).toHaveText(String(RED.bulky_dispatch));

  await silenceSource(andon.folder, { source: "wechat", ...quiet, perHour: 67 });
  await expect(page.locator(".band-silent")).toContainText("2 个来源没来数据，请查接口", {
    timeout: MARKED_WITHIN_MS,
  });
  await expect(page.locator(".band-silent")).toContainText("微信小程序 18 分钟（平时约 20 单）");

  // Late outranks silent: a board that stands still cannot tell who is silent.
  andon.freeze("worker");
  try {
    await expect(page.locator(".wall")).toHaveAttribute("data-state", "late", { timeout: MARKED_WITHIN_MS });
  } finally {
    andon.thaw("worker");
  }
  await andon.send(
    ["pinduoduo", "wechat"].flatMap((source) => [
      { ...arrival(`heard-${source}`, "delivered", 0), source },
      { ...arrival(`heard-${source}`, "closed", 0), source, order: undefined },
    ]),
  );
  await expect(page.locator(".wall")).toHaveAttribute("data-state", "live", { timeout: BACK_WITHIN_MS });
  await expect(page.locator(".band-silent")).toHaveCount(0);
});

test("without scripts the page says that it is not connected", async ({ browser, andon }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${andon.url}/wall`);
  await expect(page.locator(".mark-unwoken")).toBeHidden();
  await expect(page.locator(".mark-unwoken")).toBeVisible({ timeout: 12_000 });
  await context.close();
});

test("the past is drawn as the past, without a socket", async ({ page, andon }) => {
  const sockets: string[] = [];
  page.on("websocket", (socket) => sockets.push(socket.url()));
  await page.goto(`${andon.url}/wall?asOf=2026-03-01T14:00:00%2B08:00`);
  await expect(page.getByRole("status")).toHaveText("回放：3 月 1 日 14:00，不是现在");
  await expect(page.locator(".wall")).toHaveAttribute("data-state", "past");
  // Twelve had come six hours before, and were green still.
  await expect(tile(page, "bulky_dispatch")).toContainText("共 12");
  await expect(countOf(page, "bulky_dispatch", "red")).toHaveCount(0);
  await page.waitForTimeout(1_500);
  expect(sockets).toEqual([]);
  await page.getByRole("link", { name: "回到现在" }).click();
  await expect(page.locator(".wall")).toHaveAttribute("data-state", "live");
});

test("a moment of another year names the year, and an unescaped plus is understood", async ({
  page,
  andon,
}) => {
  await page.goto(`${andon.url}/wall?lang=en&asOf=2025-12-31T14:00:00+08:00`);
  await expect(page.getByRole("status")).toHaveText("Replay: 31 Dec 2025, 14:00, not now");
  await expect(page.getByRole("link", { name: "Back to now" })).toHaveAttribute("href", "/wall?lang=en");
});

for (const [asOf, words] of [
  ["yesterday", "看不懂这个时刻：yesterday"],
  ["2026-03-01T14:00:00", "看不懂这个时刻：2026-03-01T14:00:00"],
  ["", "看不懂这个时刻"],
  ["2027-03-01T14:00:00Z", "2027-03-01T14:00:00Z 还没有到"],
] as const) {
  test(`asOf=${asOf || "(nothing)"} is answered with what to write instead`, async ({ page, andon }) => {
    await page.goto(`${andon.url}/wall?asOf=${encodeURIComponent(asOf)}`);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(words);
    await expect(page.locator(".notice p")).not.toBeEmpty();
    await expect(page.getByRole("link", { name: "回到现在" })).toHaveAttribute("href", "/wall");
  });
}
