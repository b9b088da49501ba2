import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { LockHeld, takeLock } from "../../server/platform/embedded/lock.ts";
import { watchOver } from "../../server/platform/embedded/service.ts";
import { say } from "./steps.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** All that pages are made of; server and db because pages read through them. */
const FOLDERS = ["app", "domain", "server", "db", "public"];
const FILES = [
  "package-lock.json",
  "next.config.ts",
  "postcss.config.mjs",
  "tailwind.config.ts",
  "tsconfig.json",
  "proxy.ts",
  "instrumentation-client.ts",
];
const NOT_BUILT = /\.(test\.tsx?|sql|md)$/;
const MARK = path.join(ROOT, ".next", "andon-inputs");
const LOCK = path.join(ROOT, ".build.lock");
const POLL_MS = 500;

/** Why the pages could not be built, in one line. */
export class BuildError extends Error {
  override name = "BuildError";
}

/** Whether the pages in .next were made from what the sources are now. */
export function pagesAreBuilt(): boolean {
  try {
    return readFileSync(MARK, "utf8") === hashInputs();
  } catch {
    return false;
  }
}

/** Builds the pages, unless they are built; a second start waits for the first's build. @throws BuildError */
export async function buildPages(signal?: AbortSignal): Promise<void> {
  const release = await waitForLock();
  try {
    if (pagesAreBuilt()) return;
    // Taken before the build: what changes meanwhile is built by the next start.
    const inputs = hashInputs();
    rmSync(MARK, { force: true });
    await runNext(signal);
    writeFileSync(MARK, inputs);
  } finally {
    release();
  }
}

async function waitForLock(): Promise<() => void> {
  for (let told = false; ; told = true) {
    try {
      return takeLock(LOCK, "a build of the pages");
    } catch (error) {
      if (!(error instanceof LockHeld)) {
        const code = (error as NodeJS.ErrnoException).code;
        throw new BuildError(
          `The folder ${ROOT} cannot be written to (${code}), so the pages cannot be built. Build them once as its owner: npm start.`,
        );
      }
      if (!told) say(`… Waiting for another build of the pages (pid ${error.holder.pid}).`);
      await sleep(POLL_MS);
    }
  }
}

function runNext(signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = path.join(ROOT, "node_modules", "next", "dist", "bin", "next");
    const child = spawn(process.execPath, [next, "build"], {
      cwd: ROOT,
      env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", CI: "1" },
      stdio: ["ignore", "pipe", "pipe"],
      // A group of its own: Next has workers, and they must end with it.
      detached: true,
    });
    const unwatch = child.pid === undefined ? () => {} : watchOver(child.pid, "TERM");
    const abort = () => {
      try {
        process.kill(-child.pid!, "SIGTERM");
      } catch {}
    };
    signal?.addEventListener("abort", abort, { once: true });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (bytes) => {
        said += bytes;
      });
    }
    child.once("error", (error) => reject(new BuildError(`The pages could not be built: ${error.message}`)));
    child.once("close", (code) => {
      unwatch();
      signal?.removeEventListener("abort", abort);
      if (code === 0) return resolve();
      mkdirSync(path.join(ROOT, ".next"), { recursive: true });
      const log = path.join(ROOT, ".next", "build.log");
      writeFileSync(log, said);
      const line = said.split("\n").find((text) => /error|failed/i.test(text)) ?? `exit code ${code}`;
      reject(new BuildError(`The pages could not be built: ${line.trim()} (all of it is in ${log})`));
    });
  });
}

function hashInputs(): string {
  const hash = createHash("sha256").update(process.versions.node.split(".")[0]!);
  const files = FILES.filter((file) => existsSync(path.join(ROOT, file)));
  for (const folder of FOLDERS) files.push(...filesUnder(folder));
  for (const file of files.filter((name) => !NOT_BUILT.test(name))) {
    hash.update(`\0${file}\0`).update(readFileSync(path.join(ROOT, file)));
  }
  return hash.digest("hex");
}

function filesUnder(folder: string): string[] {
  if (!existsSync(path.join(ROOT, folder))) return [];
  return readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}
