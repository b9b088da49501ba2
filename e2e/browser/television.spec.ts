import type { BrowserContext, Page } from "playwright/test";
import { arrival, HOUR_MS } from "./shop.ts";
import { brightnessOf, callApi, filmOf, pairTelevision, rowOf, screenOf } from "./television.ts";
import { expect, test } from "./wall.ts";

/** Whatever is wrong must be seen so soon, in ms. */
const SEEN_WITHIN_MS = 6_000;
const BACK_WITHIN_MS = 30_000;
const SHOWN_WITHIN_MS = 5_000;
/** A page is fetched whole before it takes the old one's place. */
const SWAPPED_WITHIN_MS = 20_000;
/** The page is the browser's by then. */
const HYDRATED_MS = 2_500;
const CLOCK_OFF_MS = 8 * 60_000;
/** Longer than the cover waits, so that it is seen whole. */
const BLOCKED_MS = 6_500;
/** A white page is 255, the wall some 25. */
const DARK = 60;

test.describe.configure({ mode: "serial" });

let context: BrowserContext;
let page: Page;
let id: string;

test.beforeAll(async ({ browser, andon }) => {
  ({ context, page, id } = await pairTelevision(browser, andon, {
    name: "电视一",
    entries: [
      { screen: "board", seconds: 600 },
      { screen: "forecast", seconds: 600 },
    ],
    preemption: { lanes: ["warehouse"], screen: "node", holdSeconds: 60 },
    settings: { chime: true },
  }));
});
test.afterAll(() => context?.close());

test("a new red in a chosen lane brings its screen up, holds it, and gives the place back", async ({
  andon,
}) => {
  await callApi(andon, "POST", `/tvs/${id}/commands`, { do: "next" });
  await expect(screenOf(page)).toHaveAttribute("data-screen", "forecast", { timeout: SHOWN_WITHIN_MS });
  await andon.send([arrival("tv-else", "order_review", 3 * HOUR_MS)]);
  await andon.send([arrival("tv-red", "inspection_failed", 30 * HOUR_MS)]);
  await expect(screenOf(page)).toHaveAttribute("data-screen", "node", { timeout: SHOWN_WITHIN_MS });
  await expect(page.locator("[data-mark=hold]")).toHaveText("新超时：质检不合格");
  await andon.send(
    ["tv-red", "tv-else"].map((order) => ({ ...arrival(order, "closed", 0), order: undefined })),
  );
  await expect(screenOf(page)).toHaveAttribute("data-screen", "forecast", { timeout: SHOWN_WITHIN_MS });
  await expect(page.locator("[data-mark=hold]")).toHaveCount(0);
  await callApi(andon, "POST", `/tvs/${id}/commands`, { do: "previous" });
  await expect(screenOf(page)).toHaveAttribute("data-screen", "board", { timeout: SHOWN_WITHIN_MS });
});

test("a browser that blocks sound says so, until somebody presses a key; then a new red is heard", async ({
  andon,
}) => {
  // Where nobody has ever pressed anything: playwright's own questions count as a press, so none is asked at first.
  const silent = await context.newPage();
  await silent.goto(`${andon.url}/tv`);
  await silent.waitForTimeout(HYDRATED_MS);
  await expect(silent.locator("[data-mark=blocked]")).toContainText("声音被浏览器拦住了");
  await silent.keyboard.press("Enter");
  await expect(silent.locator("[data-mark=blocked]")).toHaveCount(0);
  await silent.evaluate(() => {
    const heard: number[] = [];
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (when) {
      heard.push(this.frequency.value);
      return start.call(this, when);
    };
    Object.assign(globalThis, { heard });
  });
  const tones = () => silent.evaluate(() => (globalThis as unknown as { heard: number[] }).heard.length);
  await andon.send([arrival("tv-heard", "return_inspection", 30 * HOUR_MS)]);
  await expect.poll(tones, { timeout: SHOWN_WITHIN_MS }).toBe(2);
  await andon.send([{ ...arrival("tv-heard", "closed", 0), order: undefined }]);
  await silent.close();
});

test("its clock is wrong, and it says so over the whole screen", async () => {
  await page.evaluate((off) => {
    const now = Date.now;
    Object.assign(globalThis, { setClockRight: () => Object.assign(Date, { now }) });
    Date.now = () => now() + off;
  }, CLOCK_OFF_MS);
  await expect(page.locator(".band-clock")).toContainText("这台屏幕的钟快了 8 分钟，请校准", {
    timeout: SEEN_WITHIN_MS,
  });
  await expect(page.locator(".wall")).toHaveAttribute("data-state", "clock");
  await page.evaluate(() => (globalThis as unknown as { setClockRight: () => void }).setClockRight());
  await expect(page.locator(".wall")).toHaveAttribute("data-state", "live", { timeout: SEEN_WITHIN_MS });
});

test("its tab stands still: the compositor covers it, and when it runs again it says how old it was", async ({
  browser,
}) => {
  const film = await filmOf(page);
  // Nothing of the page runs until this is over; so it cannot be asked either.
  const blocked = page.evaluate((ms) => {
    const seen: string[] = [];
    new MutationObserver(() => {
      const words = document.querySelector(".mark-words")?.textContent;
      if (words) seen.push(words);
    }).observe(document.body, { childList: true, subtree: true });
    Object.assign(globalThis, { seen });
    const until = performance.now() + ms;
    while (performance.now() < until);
  }, BLOCKED_MS);
  await expect.poll(() => film.frames.length, { timeout: SEEN_WITHIN_MS }).toBeGreaterThan(0);
  const before = film.frames[0]!;
  await new Promise((resolve) => setTimeout(resolve, SEEN_WITHIN_MS));
  const covered = film.frames.at(-1)!;
  await blocked;
  const reader = await browser.newPage();
  const [bright = 0, dimmed = 0] = await brightnessOf(reader, [before, covered]);
  await reader.close();
  expect(covered.equals(before)).toBe(false);
  expect(dimmed).not.toBeCloseTo(bright, 0);
  await expect
    .poll(() => page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen.join()))
    .toMatch(/画面停过 ([6-9]|1\d) 秒，正在取最新的/);
  await expect(page.locator(".wall")).toHaveAttribute("data-state", "live", { timeout: SEEN_WITHIN_MS });
  await film.stop();
});

test("told to load its page anew, it is never white", async ({ andon, browser }) => {
  const film = await filmOf(page);
  await page.evaluate(() => Object.assign(globalThis, { old: true }));
  await callApi(andon, "POST", `/tvs/${id}/commands`, { do: "reload" });
  await expect
    .poll(() => page.evaluate(() => "old" in globalThis).catch(() => true), { timeout: SWAPPED_WITHIN_MS })
    .toBe(false);
  await expect(page.locator("[data-link=live]")).toBeVisible();
  await film.stop();
  const reader = await browser.newPage();
  expect(Math.max(0, ...(await brightnessOf(reader, film.frames)))).toBeLessThan(DARK);
  await reader.close();
});

test("its socket is cut: it says so, keeps the last picture, and comes back", async ({ andon }) => {
  andon.freeze("web");
  try {
    await expect(page.locator(".mark-lost")).toContainText("屏幕断线，画面停在", { timeout: SEEN_WITHIN_MS });
    await expect(page.locator("[data-node=bulky_dispatch]")).toBeVisible();
  } finally {
    andon.thaw("web");
  }
  await expect(page.locator(".wall")).toHaveAttribute("data-state", "live", { timeout: BACK_WITHIN_MS });
});

test("the desk hears what it sees, and once it is revoked it shows a code again", async ({ andon }) => {
  const { report } = (await rowOf(andon, id))!;
  expect(report).toMatchObject({ screen: "board" });
  // At most four a second, in the five seconds between two reports.
  expect(report!.renders).toBeLessThanOrEqual(22);
  await callApi(andon, "DELETE", `/tvs/${id}`);
  await expect(page.locator("[data-code]")).toBeVisible({ timeout: SWAPPED_WITHIN_MS });
});
