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
const MARK = fileURLToPath(new URL("../../node_modules/.andon-installed", import.meta.url));

/** The machine, the packages and the folders. */
export async function lookAtMachine(env: Env): Promise<Finding[]> {
  const memory = os.totalmem() / GIB;
  return [
    { name: "Node", state: "yes", found: `${process.versions.node} on ${process.platform}-${process.arch}` },
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
    {
      name: "Pages",
      state: pagesAreBuilt() ? "yes" : "so-so",
      found: pagesAreBuilt() ? "built from these sources" : "not built from these sources",
      advice: pagesAreBuilt() ? "" : "The next start builds them, in half a minute.",
    },
    await port(env),
    ...(await browser(env)),
  ];
}

function dataFolder(env: Env): Finding {
  let folder = env.dataDir;
  while (!existsSync(folder)) folder = path.dirname(folder);
  try {
    accessSync(folder, constants.W_OK);
  } catch {
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

async function port(env: Env): Promise<Finding> {
  if (folderHolder(env.dataDir))
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
