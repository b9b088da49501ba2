import type { Browser, BrowserContext, Page } from "playwright/test";
import { API_KEY, type RunningAndon } from "../../bin/testing/run-andon.ts";
import type { TvRow } from "../../domain/wire/tvs.ts";
import { expect } from "./wall.ts";

/** A television asks every five seconds whether it was let in. */
const LET_IN_WITHIN_MS = 30_000;

interface Wanted {
  name: string;
  entries: object[];
  preemption?: object;
  settings?: object;
}

/** Asks the API as a program that may do everything. @throws when it refuses */
export async function callApi<T>(
  andon: RunningAndon,
  method: string,
  path: string,
  body?: object,
): Promise<T> {
  const answer = await fetch(`${andon.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${API_KEY}`, "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  const told = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${told}`);
  return (told === "" ? null : JSON.parse(told)) as T;
}

/** Pairs a television in a browser of its own, as a person would, but for the phone. */
export async function pairTelevision(
  browser: Browser,
  andon: RunningAndon,
  { name, entries, preemption, settings = {} }: Wanted,
): Promise<{ id: string; context: BrowserContext; page: Page }> {
  const playlist = { name, entries, preemption: preemption ?? null };
  const { id: playlistId } = await callApi<{ id: string }>(andon, "POST", "/playlists", playlist);
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  await page.goto(`${andon.url}/tv`);
  const userCode = await page.locator("[data-code]").getAttribute("data-code");
  const approval = { userCode, name, playlistId, settings };
  const { id } = await callApi<{ id: string }>(andon, "POST", "/pairings/approve", approval);
  await expect(page.locator(".tv")).toBeVisible({ timeout: LET_IN_WITHIN_MS });
  // From its first report on it hears what it is told.
  await expect
    .poll(async () => (await rowOf(andon, id))?.report ?? null, { timeout: LET_IN_WITHIN_MS })
    .not.toBeNull();
  return { id, context, page };
}

/** A television as the desk sees it. */
export async function rowOf(andon: RunningAndon, id: string): Promise<TvRow | undefined> {
  const { tvs } = await callApi<{ tvs: TvRow[] }>(andon, "GET", "/tvs");
  return tvs.find((tv) => tv.id === id);
}

export const screenOf = (page: Page) => page.locator(".tv");

/** Pictures of what a page really shows, as its compositor paints them, also while no script of it can answer. */
export async function filmOf(page: Page): Promise<{ frames: Buffer[]; stop(): Promise<void> }> {
  const session = await page.context().newCDPSession(page);
  const frames: Buffer[] = [];
  session.on("Page.screencastFrame", ({ data, sessionId }) => {
    frames.push(Buffer.from(data, "base64"));
    session.send("Page.screencastFrameAck", { sessionId }).catch(() => {});
  });
  await session.send("Page.startScreencast", {
    format: "png",
    maxWidth: 480,
    maxHeight: 270,
    everyNthFrame: 1,
  });
  return { frames, stop: () => session.detach() };
}

/** Mean brightness of pictures, 0 to 255; read by a page of another browser window. */
export async function brightnessOf(reader: Page, frames: readonly Buffer[]): Promise<number[]> {
  return await reader.evaluate(
    async (pictures) => {
      const means: number[] = [];
      for (const picture of pictures) {
        const image = new Image();
        image.src = `data:image/png;base64,${picture}`;
        await image.decode();
        const canvas = new OffscreenCanvas(image.width, image.height);
        const drawing = canvas.getContext("2d")!;
        drawing.drawImage(image, 0, 0);
        const { data } = drawing.getImageData(0, 0, image.width, image.height);
        let sum = 0;
        for (let i = 0; i < data.length; i += 4) sum += data[i]! + data[i + 1]! + data[i + 2]!;
        means.push((sum / data.length) * (4 / 3));
      }
      return means;
    },
    frames.map((frame) => frame.toString("base64")),
  );
}
