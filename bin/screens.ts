import { mkdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright";
import { readEnv } from "../server/platform/env.ts";
import { busyEvents, calmEvents, newsEvents, PAST_MIN, PICTURE_CLOCK, PICTURE_TIME } from "./screens/shop.ts";
import { LANGUAGES, SIZES, type Size, sit, take } from "./screens/take-pictures.ts";
import { sayError } from "./supervisor/say-error.ts";
import { Shutdown } from "./supervisor/shutdown.ts";
import { say, step } from "./supervisor/steps.ts";
import { findBrowser } from "./testing/browser.ts";
import { type RunningAndon, runAndon } from "./testing/run-andon.ts";

const FOLDER = fileURLToPath(new URL("../docs/screens", import.meta.url));
/** Until the rate has forgotten what was sent, and ages say a minute: then pictures come out the same (ms). */
const FORGOTTEN_MS = 63_000;
/** What the pictures show as events a minute. */
const NEWS = 182;
const PAST = `asOf=${new Date(PICTURE_TIME - PAST_MIN * 60_000).toISOString()}`;

const shutdown = new Shutdown();
shutdown.onSignals();

try {
  await takeAll();
} catch (error) {
  if (!shutdown.stopping) sayError(error);
  process.exitCode = 1;
}
await shutdown.run();
process.exit();

/** Remakes every picture of docs/screens from an Andon of its own. */
async function takeAll(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const { executable } = await findBrowser(path.join(readEnv().dataDir, "browser"));
  const andon = await runAndon("npm run screens", PICTURE_CLOCK, shutdown);
  const browser = await chromium.launch({
    executablePath: executable,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  shutdown.add(() => browser.close());
  const show = (scene: string, sizes: Size[], query = "") =>
    step(`Pictures: ${scene}`, () => takeNow(browser, andon.url, scene, sizes, query));

  await show("empty", ["tv"]);
  await andon.send(calmEvents());
  await step("A quiet minute", () => sleep(FORGOTTEN_MS));
  await andon.send(newsEvents("calm", NEWS));
  await show("calm", ["tv"]);
  await andon.send(busyEvents());
  await step("A quiet minute", () => sleep(FORGOTTEN_MS));
  await andon.send(newsEvents("busy", NEWS));
  await show("busy", Object.keys(SIZES) as Size[]);
  await show("past", ["tv"], PAST);
  await step("Pictures: lost", () => takeWhileFrozen(browser, andon, "web", "lost"));
  await step("Pictures: late", () => takeWhileFrozen(browser, andon, "worker", "late"));
  say(`Pictures are in ${path.relative(process.cwd(), FOLDER) || "."}.`);
}

async function takeNow(browser: Browser, url: string, scene: string, sizes: Size[], query: string) {
  for (const size of sizes) {
    for (const language of LANGUAGES)
      await take(await sit(browser, url, language, size, query), FOLDER, scene);
  }
}

/** Pictures of what a wall says when a process of Andon hangs. */
async function takeWhileFrozen(
  browser: Browser,
  andon: RunningAndon,
  role: "web" | "worker",
  scene: string,
): Promise<void> {
  const sittings = await Promise.all(LANGUAGES.map((language) => sit(browser, andon.url, language, "tv")));
  andon.freeze(role);
  await sleep(FORGOTTEN_MS);
  for (const sitting of sittings) await take(sitting, FOLDER, scene);
  andon.thaw(role);
}
