import { arrival, HOUR_MS, ORDERS, RECIPIENT, RED } from "./shop.ts";
import { countOf, expect, openWall, SIZES, test, tile, total } from "./wall.ts";

const NODES = 21;

test("the server draws the whole picture before any script runs", async ({ browser, andon }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${andon.url}/wall`);
  await expect(page.locator("[data-node]")).toHaveCount(NODES);
  await expect(countOf(page, "bulky_dispatch", "red")).toHaveText(String(RED.bulky_dispatch));
  await expect(total(page, "orders")).toHaveText(String(ORDERS));
  await expect(tile(page, "bulky_dispatch")).toContainText("最久 1天6小时");
  await context.close();
});

test("the big red number leaves out what only lights up, and says so", async ({ page, andon }) => {
  await openWall(page, andon);
  await expect(total(page, "red")).toHaveText(String(RED.bulky_dispatch + RED.packed));
  await expect(page.locator("[data-total=red]")).toContainText(`另 ${RED.payment_timeout} 单只亮灯`);
});

test("the worst tile is filled, one with reds tinted, the rest calm or empty", async ({ page, andon }) => {
  await openWall(page, andon);
  const loudness = (node: string) => tile(page, node).getAttribute("data-loudness");
  expect(await loudness("bulky_dispatch")).toBe("filled");
  expect(await loudness("packed")).toBe("tinted");
  expect(await loudness("in_transit")).toBe("calm");
  expect(await loudness("refund_payout")).toBe("empty");
  await expect(tile(page, "refund_payout")).not.toContainText("0");
  await expect(tile(page, "bulky_dispatch").getByRole("link")).toHaveAccessibleName(
    // Those that are due soon were told of in the chat, and will be red.
    /^大件装车调度：超时 12，快到点 5(，2 小时后 \d+ 单)?(，群消息)?$/,
  );
});

test("it moves when an event comes in, and shows a new red by a slow beat", async ({ page, andon }) => {
  await openWall(page, andon);
  await expect(tile(page, "order_review")).toHaveAttribute("data-loudness", "empty");
  await andon.send([arrival("live-1", "order_review", 3 * HOUR_MS)]);
  await expect(countOf(page, "order_review", "red")).toHaveText("1");
  await expect(tile(page, "order_review")).toHaveClass(/tile-pulsing/);
  await andon.send([
    { ...arrival("live-1", "closed", 0), order: undefined },
    { ...arrival("live-2", "order_review", 0) },
  ]);
  await expect(countOf(page, "order_review", "red")).toHaveCount(0);
  await expect(countOf(page, "order_review", "total")).toHaveCount(0);
  await expect(tile(page, "order_review")).toContainText("共 1");
  await expect(tile(page, "order_review")).not.toHaveClass(/tile-pulsing/);
  await andon.send([{ ...arrival("live-2", "closed", 0), order: undefined }]);
  await expect(tile(page, "order_review")).toHaveAttribute("data-loudness", "empty");
});

test("speaks English when asked, and Chinese to anyone else", async ({ page, andon }) => {
  await openWall(page, andon, "?lang=en");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(tile(page, "bulky_dispatch")).toContainText("Bulky dispatch");
  await expect(tile(page, "bulky_dispatch")).toContainText("oldest 1 d 6 h");
  // People keep their names.
  const told = (await page.locator("main").textContent())!.replaceAll(/王磊|李敏/g, "");
  expect(told).not.toMatch(/[\u4e00-\u9fff]/);
  await openWall(page, andon, "?lang=klingon");
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
});

for (const [name, viewport] of Object.entries(SIZES)) {
  for (const lang of ["zh-CN", "en"]) {
    test(`fits a ${name} in ${lang}`, async ({ page, andon }) => {
      await page.setViewportSize(viewport);
      await openWall(page, andon, `?lang=${lang}`);
      const { wide, high } = await page.evaluate(() => ({
        wide: document.documentElement.scrollWidth,
        high: document.documentElement.scrollHeight,
      }));
      expect(wide).toBe(viewport.width);
      if (name !== "phone") expect(high).toBe(viewport.height);
      const cut = await page
        .locator(".tile-name, .tile-foot, .strip, .totals, .headline, .lane-name")
        .evaluateAll((all) => all.filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.textContent));
      expect(cut).toEqual([]);
    });
  }
}

test("primary numbers are at least 65 px on a TV, and twice that in 4K", async ({ page, andon }) => {
  const size = (place: string) =>
    page.locator(place).evaluate((e) => Number.parseFloat(getComputedStyle(e).fontSize));
  for (const [viewport, least] of [
    [SIZES.tv, 65],
    [SIZES.tv4k, 130],
  ] as const) {
    await page.setViewportSize(viewport);
    await openWall(page, andon);
    expect(await size("[data-node=bulky_dispatch] [data-count=red] .figure")).toBeGreaterThanOrEqual(least);
    expect(await size("[data-total=red] .figure")).toBeGreaterThanOrEqual(least);
  }
});

test("carries no personal data, neither in the page nor over the socket", async ({ page, andon }) => {
  const told: string[] = [];
  page.on("websocket", (socket) => socket.on("framereceived", (frame) => told.push(String(frame.payload))));
  await openWall(page, andon);
  told.push(await page.content());
  expect(told.length).toBeGreaterThan(1);
  for (const personal of Object.values(RECIPIENT)) expect(told.join("\n")).not.toContain(personal);
});

test("hides a resting pointer", async ({ page, andon }) => {
  await openWall(page, andon);
  await page.mouse.move(400, 400);
  await expect(page.locator(".wall")).not.toHaveClass(/wall-resting/);
  await expect(page.locator(".wall")).toHaveClass(/wall-resting/);
});
