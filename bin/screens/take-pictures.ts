import path from "node:path";
import type { Browser, Page } from "playwright";
import type { GivenCookie } from "../testing/cookies.ts";

export const LANGUAGES = ["zh-CN", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

/** A TV, a large one, one that stands upright and a phone, in CSS pixels. */
export const SIZES = {
  tv: [1920, 1080],
  tv4k: [3840, 2160],
  upright: [1080, 1920],
  phone: [390, 844],
} as const;
export type Size = keyof typeof SIZES;

/** Fades and the first frame are over by then, in ms. */
const SETTLED_MS = 1_500;

/** What is pictured, and what its pictures' names begin with. */
export interface Place {
  name: string;
  /** Path with a query of its own, if any. */
  path: string;
  /** Of whoever looks at it, if not the administrator; none: nobody. */
  cookies?: readonly GivenCookie[];
}

/** An open page that is to be pictured. */
export interface Sitting {
  page: Page;
  name: Place["name"];
  language: Language;
  size: Size;
}

/** Opens a page in a language and a size. @param signedIn the cookies of who looks at it */
export async function sit(
  browser: Browser,
  url: string,
  { name, path: place, cookies: own }: Place,
  language: Language,
  size: Size,
  signedIn: readonly GivenCookie[],
): Promise<Sitting> {
  const [width, height] = SIZES[size];
  const cookies = [...(own ?? signedIn)];
  const page = await browser.newPage({ viewport: { width, height }, storageState: { cookies, origins: [] } });
  await page.goto(`${url}${place}${place.includes("?") ? "&" : "?"}lang=${language}`);
  await page.evaluate(() => document.fonts.ready);
  // What a screen asks the API for comes after the page.
  await page.locator("[data-screen-state=loading]").waitFor({ state: "detached" });
  await page.waitForTimeout(SETTLED_MS);
  return { page, name, language, size };
}

/** Writes the picture of a page and closes it: `wall-busy-zh-CN-1920x1080.png`. */
export async function take(
  { page, name: begin, language, size }: Sitting,
  folder: string,
  scene: string,
): Promise<string> {
  const name = `${begin}-${scene}-${language}-${SIZES[size].join("x")}.png`;
  await page.screenshot({ path: path.join(folder, name) });
  await page.close();
  return name;
}
