import type { Page } from "playwright/test";
import type { NodeDepth } from "../../domain/wire/depth.ts";
import type { Escalations } from "../../domain/wire/escalations.ts";
import type { Forecast } from "../../domain/wire/forecast.ts";
import { expectAccessible } from "./accessible.ts";
import { RECIPIENT, RED } from "./shop.ts";
import { expect, SIZES, test } from "./wall.ts";

/** Alerts are opened, and told of, a moment after the shop has come in. */
const TOLD_WITHIN_MS = 15_000;

const get = async <T>(page: Page, path: string): Promise<T> =>
  (await (await page.request.get(path)).json()) as T;
const sum = (texts: (string | null)[]) => texts.reduce((all, text) => all + Number(text ?? 0), 0);
const attributes = (page: Page, selector: string, name: string) =>
  page.locator(selector).evaluateAll((all, of) => all.map((one) => one.getAttribute(of)), name);

test("where the delay sits: sentence, parts and cells are the API's, by the hour and by a fact", async ({
  page,
  andon,
}) => {
  await page.goto(`${andon.url}/wall/bottlenecks`);
  const rows = page.locator("[data-heat]");
  await expect(rows.first()).toHaveAttribute("data-heat", "bulky_dispatch");
  const { items } = await get<{ items: { node: string; share: number }[] }>(
    page,
    `${andon.url}/api/v1/bottlenecks?by=node`,
  );
  // Watches are told of, and are no part of the whole.
  const worst = items.find(({ node }) => node === "bulky_dispatch")!;
  const share = `${Math.round(worst.share * 100)}%`;
  await expect(page.locator("[data-headline=bottlenecks] .screen-number")).toHaveText(share);
  await expect(rows.first().locator(".heat-share b")).toHaveText(share);
  // Twelve have been overdue since eight: so the whole hours since then say.
  const row = page.locator("[data-heat=bulky_dispatch] .heat-number");
  await expect(row).toHaveText(Array(7).fill(String(RED.bulky_dispatch)));
  await expect(page.locator(".heat-key")).toContainText("格子里是那 1 小时里，平均同时有几单超时");
  await page.locator("[data-columns=channel]").click();
  await expect(page.locator("[data-by=channel] .heat-column")).toHaveText(["淘宝"]);
  await expect(page.locator("[data-heat=bulky_dispatch] [data-hour]")).toHaveCount(1);
  await page.locator("[data-heat=bulky_dispatch] [data-hour]").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("大件装车调度");
  await expect(page.locator("[data-visit]")).toHaveCount(RED.bulky_dispatch);
});

test("one node in depth: every number is the API's, and nobody is named", async ({ page, andon }) => {
  await page.goto(`${andon.url}/wall/node/bulky_dispatch`);
  await expect(page.locator("[data-order]")).toHaveCount(10);
  const depth = await get<NodeDepth>(page, `${andon.url}/api/v1/nodes/bulky_dispatch/depth`);
  await expect(page.locator("[data-node-count=red] .figure")).toHaveText(String(depth.red));
  expect(depth.red).toBe(RED.bulky_dispatch);
  expect(sum(await attributes(page, ".point", "data-visits"))).toBe(depth.open);
  expect(sum(await attributes(page, "[data-arrivals]", "data-arrivals"))).toBe(
    depth.flow.reduce((all, { arrivals }) => all + arrivals, 0),
  );
  expect(await attributes(page, "[data-order]", "data-order")).toEqual(
    depth.oldest.map(({ orderNo }) => orderNo),
  );
  const told = await page.content();
  for (const personal of Object.values(RECIPIENT)) expect(told).not.toContain(personal);
});

test("the worst node is shown where none is named; one without orders, and none, say so", async ({
  page,
  andon,
}) => {
  await page.goto(`${andon.url}/wall/node/worst`);
  await expect(page.locator("[data-node-screen]")).toHaveAttribute("data-node-screen", "bulky_dispatch");
  await page.goto(`${andon.url}/wall/node/refund_payout`);
  await expect(page.locator("[data-screen-state=empty]")).toHaveText("这里没有卡住的单");
  await page.goto(`${andon.url}/wall/node/nowhere?lang=en`);
  await expect(page.locator("[data-screen-state=unknown]")).toHaveText("There is no node nowhere");
});

test("escalations under way and taken add up to the API's", async ({ page, andon }) => {
  await page.goto(`${andon.url}/wall/escalations`);
  await expect(page.locator("[data-group]").first()).toBeVisible({ timeout: TOLD_WITHIN_MS });
  await expect
    .poll(async () => {
      const { groups } = await get<Escalations>(page, `${andon.url}/api/v1/escalations`);
      const sumOf = (taken: boolean, count: (g: Escalations["groups"][number]) => number) =>
        groups.reduce((all, g) => all + ((g.takenName !== null) === taken ? count(g) : 0), 0);
      const shown = await page.locator("[data-sum]").allTextContents();
      const soon = (await page.locator("[data-soon=untaken]").textContent()) ?? "";
      return [
        shown[0] === String(sumOf(false, (g) => g.overdue)),
        shown[1] === String(sumOf(true, (g) => g.overdue)),
        // What was late when it came is told to nobody: these are due soon.
        soon === `另 ${sumOf(false, (g) => g.alerts - g.overdue)} 单快到点`,
      ];
    })
    .toEqual([true, true, true]);
});

test("the forecast is the API's, hour by hour", async ({ page, andon }) => {
  await page.goto(`${andon.url}/wall/forecast`);
  const cells = page.locator("[data-forecast=bulky_dispatch] [data-hours] b");
  // It is counted anew every few seconds, and told when it is.
  await expect
    .poll(
      async () => {
        const answer = await page.request.get(`${andon.url}/api/v1/forecast`);
        if (!answer.ok()) return "no forecast yet";
        const node = ((await answer.json()) as Forecast).nodes.find(({ key }) => key === "bulky_dispatch");
        const told = node ? [node.red, ...node.hours.map(({ mid }) => mid)].map(String) : [];
        const shown = await cells.allTextContents();
        return told.length === 4 && told.join() === shown.join() ? "the same" : `${told} but shown ${shown}`;
      },
      { timeout: TOLD_WITHIN_MS },
    )
    .toBe("the same");
});

test("the board names the watches that hold, and opens them", async ({ page, andon }) => {
  await page.goto(`${andon.url}/wall`);
  const { watches } = await get<{ watches: { key: string; red: number }[] }>(
    page,
    `${andon.url}/api/v1/board`,
  );
  const holding = watches.filter(({ red }) => red > 0);
  expect(holding.length).toBeGreaterThan(0);
  for (const { key, red } of holding)
    await expect(page.locator(`[data-watch="${key}"] .watch-count`)).toHaveText(String(red));
  await page.locator(`[data-watch="${holding[0]!.key}"]`).click();
  await expect(page.locator("[data-visit]")).toHaveCount(holding[0]!.red);
});

test("a mark over the board and watches that hold leave every line of the foot its room", async ({
  page,
  andon,
}) => {
  const { asOf } = await get<{ asOf: string }>(page, `${andon.url}/api/v1/board`);
  // What is past stands still, so that its frame can be looked at under each mark.
  await page.goto(`${andon.url}/wall?asOf=${asOf}`);
  await expect(page.locator(".watches")).toBeVisible();
  for (const state of ["past", "late", "catching_up", "clock", "silent"]) {
    const crowded = await page.evaluate((kind) => {
      const wall = document.querySelector(".wall")!;
      wall.className = wall.className.replace(/wall-(past|late|catching_up|clock|silent)/, `wall-${kind}`);
      const boxOf = (element: Element) => element.getBoundingClientRect();
      const foot = boxOf(document.querySelector(".foot")!);
      const lines = [...document.querySelectorAll(".foot .heat-row, .foot .heat-legend")].filter(
        (line) => boxOf(line).height > 0,
      );
      const heights = [...document.querySelectorAll(".foot .heat-name")].filter((it) => boxOf(it).height > 0);
      return [
        ...lines.filter((line, i) => i > 0 && boxOf(lines[i - 1]!).bottom > boxOf(line).top + 1),
        ...lines.filter((line) => boxOf(line).bottom > foot.bottom + 1),
        ...heights.filter((name) => boxOf(name).height > boxOf(name.parentElement!).height + 1),
      ].map((element) => element.className);
    }, state);
    expect(crowded, state).toEqual([]);
  }
});

for (const [name, viewport] of Object.entries(SIZES)) {
  test(`every screen fits a ${name}, and has no accessibility fault`, async ({ page, andon }) => {
    await page.setViewportSize(viewport);
    for (const path of ["bottlenecks", "node/bulky_dispatch", "escalations", "forecast"]) {
      await page.goto(`${andon.url}/wall/${path}?lang=${name === "tv" ? "en" : "zh-CN"}`);
      await expect(page.locator(".screen")).toBeVisible();
      await expect(page.locator("[data-screen-state=loading]")).toHaveCount(0);
      const { wide, high } = await page.evaluate(() => ({
        wide: document.documentElement.scrollWidth,
        high: document.documentElement.scrollHeight,
      }));
      expect(wide, path).toBe(viewport.width);
      if (name !== "phone") expect(high, path).toBe(viewport.height);
      if (name === "tv") await expectAccessible(page);
    }
  });
}
