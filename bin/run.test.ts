import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { runProgram } from "./testing/run-program.ts";

const RUN = fileURLToPath(new URL("./run.mjs", import.meta.url));
const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;
const base = mkdtempSync(path.join(os.tmpdir(), "andon-run-"));

afterAll(() => rmSync(base, { recursive: true, force: true }));

/** A tree with nothing installed, and an npm that `script` stands in for. */
function treeWith(name: string, script: string) {
  const root = path.join(base, name);
  mkdirSync(path.join(root, "bin"), { recursive: true });
  cpSync(RUN, path.join(root, "bin", "run.mjs"));
  writeFileSync(path.join(root, "bin", "hello.ts"), 'process.stdout.write("hello\\n");\n');
  writeFileSync(path.join(root, "package.json"), '{ "type": "module" }');
  writeFileSync(
    path.join(root, "package-lock.json"),
    '{ "packages": { "node_modules/tsx": { "version": "1" } } }',
  );
  const npm = path.join(root, "npm.js");
  writeFileSync(npm, script);
  return (command: string, as: { uid?: number; gid?: number } = {}) =>
    spawnSync(process.execPath, [path.join(root, "bin", "run.mjs"), command], {
      ...as,
      encoding: "utf8",
      cwd: root,
      env: { ...process.env, npm_execpath: npm, ANDON_TEST_ROOT: root },
    });
}

/** Puts in a loader that does nothing, as if installed, and notes how it was asked. */
const WORKING_NPM = `
import fs from "node:fs";
fs.mkdirSync("node_modules/tsx/dist", { recursive: true });
fs.writeFileSync("node_modules/tsx/dist/loader.mjs", 'import { register } from "node:module"; register("./strip.mjs", import.meta.url);');
fs.writeFileSync("node_modules/tsx/dist/strip.mjs", 'export async function load(url, context, next) { return url.endsWith(".ts") ? { ...(await next(url, { ...context, format: "module" })), format: "module" } : next(url, context); }');
fs.appendFileSync("asked.txt", process.argv[2] + "\\n");
`;

test("installs once, and again only when the lockfile changes", () => {
  const run = treeWith("works", WORKING_NPM);
  const first = run("hello");
  expect(first.stdout).toMatch(/✓ Packages · [\d.]+ s\nhello\n$/);
  expect(first.status).toBe(0);
  expect(run("hello").stdout).toBe("hello\n");
  writeFileSync(
    path.join(base, "works", "package-lock.json"),
    '{ "packages": { "node_modules/tsx": { "version": "2" } } }',
  );
  expect(run("hello").stdout).toMatch(/✓ Packages/);
  expect(readFileSync(path.join(base, "works", "asked.txt"), "utf8")).toBe("ci\nci\n");
});

test("a lockfile that npm ci refuses on a poorer mirror is installed from all the same", () => {
  const refusing = `if (process.argv[2] === "ci") { console.error("npm error code EUSAGE\\nnpm error Missing: x"); process.exit(1); }`;
  const run = treeWith("mirror", `${WORKING_NPM}\n${refusing}`);
  expect(run("hello").stdout).toMatch(/hello\n$/);
  expect(readFileSync(path.join(base, "mirror", "asked.txt"), "utf8")).toBe("ci\ninstall\n");
});

test("what an install that was killed left behind is in nobody's way", () => {
  const run = treeWith("half", WORKING_NPM);
  const root = path.join(base, "half");
  const dead = spawnSync(process.execPath, ["-e", ""]).pid;
  writeFileSync(path.join(root, ".install.lock"), String(dead));
  mkdirSync(path.join(root, "node_modules", "tsx"), { recursive: true });
  const result = run("hello");
  expect([result.status, result.stdout]).toEqual([
    0,
    expect.stringMatching(/✓ Packages · [\d.]+ s\nhello\n$/),
  ]);
  expect(existsSync(path.join(root, ".install.lock"))).toBe(false);
});

test("a second start waits for the first one's install instead of installing beside it", async () => {
  const slow = `await new Promise((resolve) => setTimeout(resolve, 2_000));\n${WORKING_NPM}`;
  treeWith("twice", slow);
  const root = path.join(base, "twice");
  const start = () =>
    runProgram(process.execPath, [path.join(root, "bin", "run.mjs"), "hello"], {
      withinMs: 30_000,
      cwd: root,
      env: { ...process.env, npm_execpath: path.join(root, "npm.js") },
    });
  const both = await Promise.all([start(), start()]);
  expect(both.map(({ ok }) => ok)).toEqual([true, true]);
  expect(both.filter(({ said }) => said.includes("is installing the packages: waiting for it"))).toHaveLength(
    1,
  );
  expect(readFileSync(path.join(root, "asked.txt"), "utf8")).toBe("ci\n");
});

test("what npm ci --omit=dev installs is enough to run, but not to test", () => {
  const run = treeWith("lean", WORKING_NPM);
  const root = path.join(base, "lean");
  writeFileSync(path.join(root, "bin", "test.ts"), 'process.stdout.write("tested\\n");\n');
  const lockfile = {
    packages: {
      "": {},
      "node_modules/tsx": { version: "1" },
      "node_modules/vitest": { version: "2", dev: true },
      "node_modules/fsevents": { version: "3", optional: true },
    },
  };
  writeFileSync(path.join(root, "package-lock.json"), JSON.stringify(lockfile));
  expect(run("hello").stdout).toMatch(/✓ Packages/);
  rmSync(path.join(root, "node_modules", ".andon-installed"));
  writeFileSync(
    path.join(root, "node_modules", ".package-lock.json"),
    JSON.stringify({ packages: { "node_modules/tsx": { version: "1" } } }),
  );
  expect(run("hello").stdout).toBe("hello\n");
  expect(run("test").stdout).toMatch(/✓ Packages/);
});

test("a read-only project folder is one line", () => {
  const run = treeWith("shut", WORKING_NPM);
  const root = path.join(base, "shut");
  chmodSync(base, 0o755);
  chmodSync(root, 0o555);
  // Root may write anywhere: an ordinary user is then what a start runs as.
  const result = run("hello", isRoot ? { uid: NOBODY, gid: NOBODY } : {});
  chmodSync(root, 0o755);
  expect([result.status, result.stdout]).toEqual([1, ""]);
  expect(result.stderr).toBe(
    `The folder ${root} is read-only for this user, so its packages cannot be installed. ` +
      "Copy it to a folder of your own, or run npm ci as its owner.\n",
  );
});

test("npm's reason, and a command that does not exist, are one line each", () => {
  const failing = `console.error("npm error code ENOTFOUND\\nnpm error errno ENOTFOUND\\nnpm error network request to https://example.invalid failed"); process.exit(1);`;
  const run = treeWith("fails", failing);
  const result = run("hello");
  expect(result.status).toBe(1);
  expect(result.stderr).toBe(
    "Packages could not be installed: network request to https://example.invalid failed (ENOTFOUND). " +
      "Correct it and start again, or run npm ci by hand to see more.\n",
  );
  expect(run("nothing").stderr).toBe("There is no command nothing. Known: hello.\n");
});
