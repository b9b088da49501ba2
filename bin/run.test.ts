import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";

const RUN = fileURLToPath(new URL("./run.mjs", import.meta.url));
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
  return (command: string) =>
    spawnSync(process.execPath, [path.join(root, "bin", "run.mjs"), command], {
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
