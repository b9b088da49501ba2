import { existsSync } from "node:fs";
import path from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright";
import { findBrowser } from "../bin/testing/browser.ts";
import { readEnv } from "../server/platform/env.ts";
import type { RunningAndon } from "./andon.ts";
import { atEnd } from "./ends.ts";

/** A real browser, which goes with this process. */
export async function openBrowser(): Promise<Browser> {
  const given = process.env.ANDON_BROWSER;
  const executablePath =
    given && existsSync(given)
      ? given
      : (await findBrowser(path.join(readEnv().dataDir, "browser"))).executable;
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--js-flags=--expose-gc"],
  });
  atEnd(() => browser.close());
  return browser;
}

/** Pairs a television that shows every screen in turn. @returns it, on its first screen */
export async function pairTelevision(
  andon: RunningAndon,
  browser: Browser,
): Promise<{ id: string; context: BrowserContext; page: Page }> {
  const entries = ["board", "bottlenecks", "node", "escalations", "forecast"].map((screen) => {
    return { screen, seconds: 15 };
  });
  const playlist = { name: "bench", entries, preemption: { holdSeconds: 10 } };
  const { id: playlistId } = await call<{ id: string }>(andon, "POST", "/playlists", playlist);
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  const page = await context.newPage();
  await page.goto(`${andon.url}/tv`);
  const userCode = await page.locator("[data-code]").getAttribute("data-code");
  const { id } = await call<{ id: string }>(andon, "POST", "/pairings/approve", {
    userCode,
    name: "bench",
    playlistId,
  });
  await page.locator(".tv").waitFor();
  return { id, context, page };
}

/** Asks the API for JSON. @throws when it refuses */
export async function call<T>(
  { url, key }: RunningAndon,
  method: string,
  pathname: string,
  body?: object,
): Promise<T> {
  const answer = await fetch(`${url}/api/v1${pathname}`, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  const told = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${pathname} answered ${answer.status}: ${told}`);
  return (told === "" ? null : JSON.parse(told)) as T;
}
