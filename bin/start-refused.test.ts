import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { FolderError, makeFolder } from "../server/platform/embedded/files.ts";
import { explain } from "../server/platform/embedded/postgres.ts";
import { findBinaries } from "../server/platform/embedded/postgres-binaries.ts";
import { buildPages, pagesAreBuilt } from "./supervisor/build-pages.ts";
import { checkPort } from "./supervisor/check-port.ts";
import { claimFolder } from "./supervisor/claim-folder.ts";
import { Shutdown } from "./supervisor/shutdown.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
const UNPRIVILEGED = "/proc/sys/net/ipv4/ip_unprivileged_port_start";
const base = mkdtempSync(path.join(os.tmpdir(), "andon-refused-"));
chmodSync(base, 0o755);

afterAll(() => rmSync(base, { recursive: true, force: true }));

/** Root may do anything: what an ordinary user meets is tried as one, within this process. */
async function asOrdinaryUser<T>(work: () => Promise<T>): Promise<T> {
  if (!isRoot) return work();
  process.setegid!(NOBODY);
  process.seteuid!(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid!(0);
    process.setegid!(0);
  }
}

const refusal = (work: () => Promise<unknown>) =>
  asOrdinaryUser(() =>
    work().then(
      () => "nothing was refused",
      (error: Error) => `${error.name}: ${error.message}`,
    ),
  );

describe("an ordinary user is told in one line", () => {
  test("of a data folder that is read-only, or lies in one that is", async () => {
    const shut = path.join(base, "shut");
    mkdirSync(shut, { mode: 0o555 });
    for (const folder of [shut, path.join(shut, "data")]) {
      const shutdown = new Shutdown();
      expect(await refusal(() => claimFolder(folder, "a test", shutdown))).toBe(
        `FolderError: The data folder ${folder} cannot be used: it is read-only for this user (EACCES). ` +
          "Set ANDON_DATA_DIR to a folder that can be written to.",
      );
      await shutdown.run();
    }
    expect(() => makeFolder(path.join(base, "open"))).not.toThrow(FolderError);
  });

  test("of a port below 1024, unless the machine gives these to everybody", async () => {
    const from = existsSync(UNPRIVILEGED) ? Number(readFileSync(UNPRIVILEGED, "utf8")) : 1024;
    const told = await refusal(() => checkPort(80, "127.0.0.1"));
    if (from > 80) {
      expect(told).toBe(
        "StartError: PORT 80 may not be used by this user. Choose one above 1023, such as PORT=3000.",
      );
    } else expect(told).toMatch(/nothing was refused|PORT 80 .* is taken/);
  });

  // Without root the folder is this user's own, and closing it would close it to every other test.
  test.runIf(isRoot)("of a project folder in which the pages cannot be built", async () => {
    const told = await refusal(() => buildPages());
    expect(told).toBe(
      `BuildError: The folder ${ROOT}/ cannot be written to (EACCES), so the pages cannot be built. ` +
        "Build them once as its owner: npm start.",
    );
    expect(typeof pagesAreBuilt()).toBe("boolean");
  });
});

test("a library that is missing is named", () => {
  const { root } = findBinaries();
  // Alone, without the lib folder beside it: the loader itself says what is missing.
  const alone = path.join(base, "initdb");
  copyFileSync(path.join(root, "bin", "initdb"), alone);
  const said = spawnSync(alone, ["--version"], { encoding: "utf8" }).stderr;
  expect(explain(said, base)).toMatch(
    /^PostgreSQL cannot start: the library lib\S+\.so\S* is missing on this machine\. Install it, or set DATABASE_URL\.$/,
  );
});
