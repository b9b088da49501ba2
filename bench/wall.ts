import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { Browser, BrowserContext, CDPSession, Page } from "playwright";
import { getJson, type RunningAndon, startAndon } from "./andon.ts";
import { median, round, type Tell, thousands } from "./figures.ts";
import { type Load, sendOpenLoop } from "./open-loop.ts";
import { countFrames } from "./seen-frames.ts";
import { call, openBrowser, pairTelevision } from "./television.ts";

/** Shop seconds per second: an hour of shifts, deadlines and forecasts in five minutes. */
const SPEED = 12;
/** Of real time; ANDON_SOAK_SECONDS gives another. */
const SOAK_S = 300;
const EVENTS_PER_SECOND = 1_000;
/** Before the first look at the heap: every screen has been up, and compiled. */
const WARM_UP_SHARE = 0.25;
const PAINTS = 5;
const REPORT_EVERY_S = 5;
const SETTLE_MS = 5_000;
const KB = 1_000;
const MS_PER_S = 1_000;
const MIB = 2 ** 20;
const ROUTES = ["/wall", "/wall/bottlenecks", "/wall/escalations", "/wall/forecast", "/tv"];

/** What a television costs: to load, to paint first, and to keep for an hour under load. */
export async function benchWall(tell: Tell): Promise<void> {
  const seconds = Number(process.env.ANDON_SOAK_SECONDS) || SOAK_S;
  const andon = await startAndon(`${new Date().toISOString()}@${SPEED}`);
  const browser = await openBrowser();
  const { id, context, page } = await pairTelevision(andon, browser);
  const state = await context.storageState();
  await measureLoading(tell, andon, browser, state);
  await soak(tell, andon, page, id, seconds);
}

async function measureLoading(
  tell: Tell,
  andon: RunningAndon,
  browser: Browser,
  storageState: Awaited<ReturnType<BrowserContext["storageState"]>>,
): Promise<void> {
  const paints: number[] = [];
  const sizes = new Map<string, { scripts: number; all: number }>();
  for (const route of ROUTES) {
    for (let i = 0; i < (route === "/wall" ? PAINTS + 1 : 1); i++) {
      // A context of its own has nothing in its cache.
      const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, storageState });
      const page = await context.newPage();
      const size = await sizeOf(page, andon.url + route);
      sizes.set(route, size);
      const paintedMs = await page.evaluate(
        () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
      );
      // The first time the server itself has the page to compile.
      if (route === "/wall" && i > 0) paints.push(paintedMs);
      await context.close();
    }
  }
  const others = ROUTES.map((route) => `${route} ${round(sizes.get(route)!.all / KB)} kB`).join(", ");
  tell({
    figure: "firstPaintMs",
    value: round(median(paints)),
    unit: "ms",
    note: `first contentful paint of /wall, nothing cached, median of ${PAINTS}: ${paints.map((ms) => round(ms)).join(", ")} ms`,
  });
  tell({
    figure: "wallGzipKb",
    value: round(sizes.get("/wall")!.all / KB, 1),
    unit: "kB",
    note: `page, scripts and styles of /wall as gzip, of which scripts ${round(sizes.get("/wall")!.scripts / KB)} kB; fonts apart. All routes: ${others}`,
  });
}

const TEXT = /javascript|css|html/;

async function sizeOf(page: Page, url: string): Promise<{ scripts: number; all: number }> {
  const size = { scripts: 0, all: 0 };
  const read: Promise<void>[] = [];
  page.on("response", (response) => {
    const type = response.headers()["content-type"] ?? "";
    if (!TEXT.test(type)) return;
    read.push(
      response.body().then((body) => {
        const bytes = gzipSync(body).length;
        size.all += bytes;
        if (type.includes("javascript")) size.scripts += bytes;
      }),
    );
  });
  await page.goto(url, { waitUntil: "load" });
  await page.locator(".wall[data-state]").waitFor();
  await page.waitForTimeout(MS_PER_S);
  await Promise.all(read);
  return size;
}

async function soak(tell: Tell, andon: RunningAndon, page: Page, id: string, seconds: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const frames = await countFrames(session);
  const heaps: number[] = [];
  const renders: number[] = [];
  const load: Load = { name: "soak", eventsPerBatch: 100, everyMs: 100, seconds };
  const startedAt = performance.now();
  const sending = sendOpenLoop(andon, load, new Map());
  const leftS = () => seconds - (performance.now() - startedAt) / MS_PER_S;
  while (leftS() > 0) {
    await sleep(REPORT_EVERY_S * MS_PER_S);
    renders.push(await reportedRenders(andon, id));
    const warm = leftS() < seconds * (1 - WARM_UP_SHARE);
    if (warm && (heaps.length === 0 || leftS() <= 0)) heaps.push(await heapOnBoard(session, page));
  }
  await sending;
  await sleep(SETTLE_MS);
  const right = await showsTheBoard(andon, page);
  heaps.push(await heapOnBoard(session, page));
  const shopMinutes = round((seconds * SPEED) / 60);
  const how = `${round(seconds)} s at ×${SPEED} (${shopMinutes} shop minutes), ${thousands(EVENTS_PER_SECOND)} events/s, all five screens in turn, in Chromium`;
  const [warm = Number.NaN] = heaps;
  const last = heaps.at(-1) ?? Number.NaN;
  tell({
    figure: "heapGrowthRatio",
    value: round(last / warm, 3),
    unit: "×",
    note: `heap after a forced collection at the end, by that after the first quarter (${round(warm / MIB, 1)} MiB); ${how}`,
    ...(right ? {} : { caveat: "The television did not show the board that the API told at the end." }),
  });
  tell({
    figure: "wallRendersPerSecond",
    value: round(Math.max(...renders) / REPORT_EVERY_S, 1),
    unit: "/s",
    note: `the most in any ${REPORT_EVERY_S} s, as the television counts them; ${how}`,
  });
  tell({
    figure: "framesLostUnseen",
    value: frames.lostUnseen(),
    unit: "frames",
    note: `gaps in the numbers of ${thousands(frames.seen())} frames after which the television asked for no snapshot; ${how}`,
  });
}

async function reportedRenders(andon: RunningAndon, id: string): Promise<number> {
  const { tvs } = await call<{ tvs: { id: string; report: { renders: number } | null }[] }>(
    andon,
    "GET",
    "/tvs",
  );
  return tvs.find((tv) => tv.id === id)?.report?.renders ?? 0;
}

/** Bytes in use after two collections, on the one screen that is always there. */
async function heapOnBoard(session: CDPSession, page: Page): Promise<number> {
  await page.locator(".tv[data-screen=board]").waitFor({ timeout: 300_000 });
  for (let i = 0; i < 2; i++) await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = (await session.send("Runtime.getHeapUsage")) as { usedSize: number };
  return usedSize;
}

async function showsTheBoard(andon: RunningAndon, page: Page): Promise<boolean> {
  await page.locator(".tv[data-screen=board]").waitFor({ timeout: 300_000 });
  const { totals } = await getJson<{ totals: { orders: number } }>(andon, "/api/v1/board");
  const label = await page.locator("[data-total=orders] .unseen").textContent();
  return Number((label ?? "").replaceAll(/\D/g, "")) === totals.orders;
}
