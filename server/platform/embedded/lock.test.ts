import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { LockHeld, lockHolder, takeLock } from "./lock.ts";
import { identify } from "./processes.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "andon-lock-"));
const file = path.join(folder, "lock");

afterAll(() => rmSync(folder, { recursive: true }));

test("a lock is held until it is released, and names its holder", () => {
  const release = takeLock(file, "npm start");
  expect(() => takeLock(file, "npm run demo")).toThrow(LockHeld);
  expect(() => takeLock(file, "npm run demo")).toThrow(`npm start (pid ${process.pid})`);
  release();
  expect(lockHolder(file)).toBeNull();
  takeLock(file, "npm run demo")();
  expect(readdirSync(folder)).toEqual([]);
});

test("the lock of a killed process is cleared, even when its pid lives again", async () => {
  const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  const holder = { ...identify(other.pid!)!, what: "npm start" };
  writeFileSync(file, JSON.stringify(holder));
  expect(() => takeLock(file, "mine")).toThrow(LockHeld);
  writeFileSync(file, JSON.stringify({ ...holder, born: "another life" }));
  takeLock(file, "mine")();
  writeFileSync(file, JSON.stringify(holder));
  other.kill("SIGKILL");
  await once(other, "exit");
  takeLock(file, "mine")();
});

test("a lock that a full disk left empty does not block for ever", () => {
  writeFileSync(file, "");
  takeLock(file, "mine")();
  expect(lockHolder(file)).toBeNull();
});
