import { accessSync, constants, existsSync, statfsSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Env } from "../../server/platform/env.ts";
import { pagesAreBuilt } from "../supervisor/build-pages.ts";
import { checkPort } from "../supervisor/check-port.ts";
import { folderHolder } from "../supervisor/claim-folder.ts";
import { knownBrowser } from "../testing/browser.ts";
import { runProgram } from "../testing/run-program.ts";
import type { Finding } from "./finding.ts";

const GIB = 1024 ** 3;
const LEAST_MEMORY_GIB = 2;
const LEAST_DISK_GIB = 2;
const WITHIN_MS = 15_000;
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const MARK = fileURLToPath(new URL("../../node_modules/.andon-installed", import.meta.url));

/**
 * The machine, the packages and the folders.
 * @param runs whether an Andon of these settings answers
 */
export async function lookAtMachine(env: Env, runs: boolean): Promise<Finding[]> {
  const memory = os.totalmem() / GIB;
  return [
    { name: "Node", state: "yes", found: `${process.versions.node} on ${process.platform}-${process.arch}` },
    await npm(),
    {
      name: "Memory",
      state: memory < LEAST_MEMORY_GIB ? "so-so" : "yes",
      found: `${memory.toFixed(1)} GiB, ${os.cpus().length} processors`,
      advice: memory < LEAST_MEMORY_GIB ? `Building the pages wants ${LEAST_MEMORY_GIB} GiB.` : "",
    },
    {
      name: "Packages",
      state: existsSync(MARK) ? "yes" : "so-so",
      found: existsSync(MARK) ? "as package-lock.json says" : "installed by hand",
    },
    dataFolder(env),
    pages(),
    await port(env, runs),
    ...(await browser(env)),
  ];
}

async function npm(): Promise<Finding> {
  const { ok, said } = await runProgram("npm", ["--version"], { withinMs: WITHIN_MS });
  const version = /^\d+\.\d+\.\S+$/m.exec(said)?.[0];
  return ok && version
    ? { name: "npm", state: "yes", found: version }
    : { name: "npm", state: "so-so", found: "not on PATH", advice: "Only needed to install packages." };
}

function pages(): Finding {
  const name = "Pages";
  if (pagesAreBuilt()) return { name, state: "yes", found: "built from these sources" };
  const found = "not built from these sources";
  if (mayWrite(ROOT)) {
    return { name, state: "so-so", found, advice: "The next start builds them, in half a minute." };
  }
  const advice = `${ROOT} is read-only for this user: build them as its owner, with node bin/run.mjs build.`;
  return { name, state: "no", found, advice };
}

function mayWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function dataFolder(env: Env): Finding {
  let folder = env.dataDir;
  while (!existsSync(folder)) folder = path.dirname(folder);
  if (!mayWrite(folder)) {
    return {
      name: "Data folder",
      state: "no",
      found: `${env.dataDir} is read-only for this user`,
      advice: "Set ANDON_DATA_DIR to a folder that can be written to.",
    };
  }
  const { bavail, bsize } = statfsSync(folder);
  const free = (bavail * bsize) / GIB;
  const holder = folderHolder(env.dataDir);
  return {
    name: "Data folder",
    state: free < LEAST_DISK_GIB ? "so-so" : "yes",
    found: `${env.dataDir}, ${free.toFixed(0)} GiB free, ${holder ? `held by ${holder.what} (pid ${holder.pid})` : "not in use"}`,
    advice: free < LEAST_DISK_GIB ? "Free some space: PostgreSQL stops when the disk is full." : "",
  };
}

async function port(env: Env, runs: boolean): Promise<Finding> {
  if (runs || folderHolder(env.dataDir))
    return { name: "Port", state: "yes", found: `${env.port}, in use by this Andon` };
  try {
    await checkPort(env.port, env.host);
    return { name: "Port", state: "yes", found: `${env.port} on ${env.host} is free` };
  } catch (error) {
    return {
      name: "Port",
      state: "no",
      found: `${env.port} on ${env.host}`,
      advice: (error as Error).message,
    };
  }
}

async function browser(env: Env): Promise<Finding[]> {
  const found = await knownBrowser(path.join(env.dataDir, "browser"));
  const fonts = await runProgram("fc-list", [":lang=zh", "family"], { withinMs: WITHIN_MS });
  const chinese = fonts.ok && fonts.said.trim() !== "";
  return [
    {
      name: "Browser",
      state: found ? "yes" : "so-so",
      found: found?.what ?? "none; only tests and pictures need one",
      advice: found ? "" : "npm test gets one by itself, or install Chromium.",
    },
    {
      name: "Chinese font",
      state: chinese ? "yes" : "so-so",
      found: chinese ? fonts.said.split("\n")[0]!.trim() : "none found; only pictures need one",
      advice: chinese ? "" : "Install fonts-noto-cjk.",
    },
  ];
}
