import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { StartError } from "../supervisor/say-error.ts";
import { runProgram } from "./run-program.ts";
import { unpackBrowser, unpackedBrowser } from "./unpack-browser.ts";

export interface TestBrowser {
  executable: string;
  /** "Chromium 147.0.7727.0", and how it was come by. */
  what: string;
}

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const PLAYWRIGHT = fileURLToPath(new URL("../../node_modules/playwright/cli.js", import.meta.url));
const VERSION_WITHIN_MS = 30_000;
const INSTALL_WITHIN_MS = 600_000;
const DOWNLOAD_WITHIN_MS = 300_000;

/** Commands of root that bring a Chromium and a font with Chinese, by package manager. */
const MANAGERS: Record<string, string[][]> = {
  "apt-get": [
    ["update", "-qq"],
    ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-cjk"],
  ],
  dnf: [["install", "-y", "-q", "chromium", "google-noto-sans-cjk-fonts"]],
  apk: [["add", "--quiet", "chromium", "font-noto-cjk"]],
};

/**
 * The browser for tests and pictures: ANDON_BROWSER, the system's, Playwright's own, or one that is installed or
 * unpacked now, without root too.
 * @param cache where an unpacked one is kept
 * @throws StartError when none can be had, saying what to install
 */
export async function findBrowser(cache: string): Promise<TestBrowser> {
  const given = process.env.ANDON_BROWSER;
  if (given) {
    const found = await tryOut(given, "ANDON_BROWSER");
    if (found) return found;
    throw new StartError(
      `ANDON_BROWSER ${JSON.stringify(given)} does not run. Name a Chromium, or leave it unset.`,
    );
  }
  const root = process.getuid?.() === 0;
  const ways: (() => Promise<TestBrowser | null>)[] = [
    fromPath,
    fromPlaywright,
    ...(root ? [installAsRoot] : []),
    async () => tryOut(await unpackBrowser(cache), "unpacked"),
    downloadByPlaywright,
  ];
  for (const way of ways) {
    const found = await way();
    if (found) return found;
  }
  throw new StartError(
    "No browser for the tests: install Chromium (Debian, Ubuntu: apt-get install chromium fonts-noto-cjk; " +
      "elsewhere: npx playwright install --with-deps chromium), or name one in ANDON_BROWSER.",
  );
}

/** The browser that tests would use without getting one first; null when there is none yet. */
export async function knownBrowser(cache: string): Promise<TestBrowser | null> {
  const given = process.env.ANDON_BROWSER;
  if (given) return tryOut(given, "ANDON_BROWSER");
  return (await fromPath()) ?? (await fromPlaywright()) ?? (await tryOut(unpackedBrowser(cache), "unpacked"));
}

async function fromPath(): Promise<TestBrowser | null> {
  for (const name of NAMES) {
    for (const folder of (process.env.PATH ?? "").split(path.delimiter)) {
      const file = path.join(folder, name);
      // A stub of a distribution that keeps its Chromium elsewhere exists but does not run.
      const found = existsSync(file) ? await tryOut(file, "the system's") : null;
      if (found) return found;
    }
  }
  return null;
}

async function fromPlaywright(): Promise<TestBrowser | null> {
  // Absent where only what serves is installed; the doctor asks there too.
  const playwright = await import("playwright").catch(() => null);
  return playwright && tryOut(playwright.chromium.executablePath(), "Playwright's own");
}

async function installAsRoot(): Promise<TestBrowser | null> {
  for (const [manager, commands] of Object.entries(MANAGERS)) {
    if (!(await runProgram(manager, ["--version"], { withinMs: VERSION_WITHIN_MS })).ok) continue;
    for (const args of commands) {
      const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
      const { ok } = await runProgram(manager, args, { withinMs: INSTALL_WITHIN_MS, env });
      if (!ok) break;
    }
    const found = await fromPath();
    if (found) return { ...found, what: `${found.what}, installed with ${manager}` };
  }
  return null;
}

async function downloadByPlaywright(): Promise<TestBrowser | null> {
  await runProgram(process.execPath, [PLAYWRIGHT, "install", "chromium"], { withinMs: DOWNLOAD_WITHIN_MS });
  return fromPlaywright();
}

async function tryOut(executable: string | null, origin: string): Promise<TestBrowser | null> {
  if (!executable || !existsSync(executable)) return null;
  const { ok, said } = await runProgram(executable, ["--version"], { withinMs: VERSION_WITHIN_MS });
  const version = /(Chromium|Chrome)[^\d]*(\d[\d.]*)/.exec(said);
  return ok && version ? { executable, what: `${version[1]} ${version[2]}, ${origin}` } : null;
}
