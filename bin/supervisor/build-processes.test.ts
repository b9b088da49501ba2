import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { BUNDLES, bundleOf, ROOT } from "../../server/platform/embedded/bundles.ts";
import { nodeArgs } from "../../server/platform/embedded/service.ts";
import { buildProcesses, processesAreBuilt } from "./build-processes.ts";

const SERVER = path.join(ROOT, "server", "main.ts");

function start(flags: string[], file: string) {
  const env = { PATH: process.env.PATH, NODE_ENV: process.env.NODE_ENV, ANDON_TIMEZONE: "Mars/Olympus" };
  return spawnSync(process.execPath, [...flags, file], { cwd: ROOT, encoding: "utf8", env });
}

test("a process starts from its bundle, and finds what lies beside its source", async () => {
  await buildProcesses();
  expect(processesAreBuilt()).toBe(true);
  const [flags, file] = nodeArgs(SERVER);
  expect(file).toBe(bundleOf(SERVER));
  const { status, stderr } = start(flags, file);
  expect([status, stderr.trim().split("\n").length]).toEqual([1, 1]);
  expect(stderr).toContain("ANDON_TIMEZONE");
});

test("what is no process of ours starts from its source", () => {
  expect(bundleOf(path.join(ROOT, "bin", "migrate.ts"))).toBeNull();
});

test("several builds at once leave one bundle, whole, and nothing half made", async () => {
  await Promise.all([buildProcesses(), buildProcesses(), buildProcesses()]);
  expect(processesAreBuilt()).toBe(true);
  expect(readdirSync(BUNDLES).filter((name) => name.startsWith("making-"))).toEqual([]);
});
