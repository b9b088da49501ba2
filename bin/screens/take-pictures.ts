import path from "node:path";
import type { Browser, Page } from "playwright";

export const LANGUAGES = ["zh-CN", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

/** A TV, a large TV and a phone, in CSS pixels. */
export const SIZES = { tv: [1920, 1080], tv4k: [3840, 2160], phone: [390, 844] } as const;
export type Size = keyof typeof SIZES;

/** Fades and the first frame are over by then, in ms. */
const SETTLED_MS = 1_500;

/** What is pictured, and what its pictures' names begin with. */
export interface Place {
  name: "wall" | "orders" | "alerts" | "alert" | "link" | "oncall" | "sandbox";
  /** Path with a query of its own, if any. */
  path: string;
}

/** An open page that is to be pictured. */
export interface Sitting {
  page: Page;
  name: Place["name"];
  language: Language;
  size: Size;
}

/** Opens a page in a language and a size. */
export async function sit(
  browser: Browser,
  url: string,
  { name, path: place }: Place,
  language: Language,
  size: Size,
): Promise<Sitting> {
  const [width, height] = SIZES[size];
  const page = await browser.newPage({ viewport: { width, height } });
  await page.goto(`${url}${place}${place.includes("?") ? "&" : "?"}lang=${language}`);
  await page.evaluate(() => document.fonts.ready);
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
