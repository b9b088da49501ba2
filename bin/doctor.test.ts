import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase, testRedisUrl } from "../db/testing/database.ts";
import type { Finding } from "./doctor/finding.ts";
import { runProgram } from "./testing/run-program.ts";

const RUN = fileURLToPath(new URL("./run.mjs", import.meta.url));
const WITHIN_MS = 60_000;
const folder = mkdtempSync(path.join(os.tmpdir(), "andon-doctor-"));
let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

function doctor(args: string[], env: Record<string, string> = {}) {
  return runProgram(process.execPath, [RUN, "doctor", ...args], {
    withinMs: WITHIN_MS,
    env: {
      ...process.env,
      DATABASE_URL: database.url,
      REDIS_URL: testRedisUrl(),
      ANDON_DATA_DIR: folder,
      PORT: "0",
      PUBLIC_URL: "http://127.0.0.1:1",
      ...env,
    },
  });
}

async function examine(env: Record<string, string> = {}) {
  const { ok, said } = await doctor(["--json"], env);
  const told = JSON.parse(said) as { ok: boolean; findings: Finding[] };
  expect(told.ok).toBe(ok);
  return { ok, said, of: (name: string) => told.findings.find((finding) => finding.name === name) };
}

test("tells of each thing whether it was found, its version and whether it is reachable", async () => {
  const { ok, of } = await examine();
  expect(ok).toBe(true);
  expect(of("Node")).toMatchObject({ state: "yes", found: expect.stringContaining(process.versions.node) });
  expect(of("npm")).toMatchObject({ state: "yes", found: expect.stringMatching(/^\d+\./) });
  expect(of("PostgreSQL")).toMatchObject({
    state: "yes",
    found: expect.stringMatching(/^DATABASE_URL, \d+\.\d+.*, reachable, \d+ kB, (\d+) of \1 migrations$/),
  });
  expect(of("Redis")).toMatchObject({
    state: "yes",
    found: expect.stringMatching(/^REDIS_URL, \d+\.\d+\.\d+, reachable, \d+ MiB.*, noeviction$/),
  });
  for (const name of [
    "Memory",
    "Packages",
    "Data folder",
    "Pages",
    "Port",
    "Browser",
    "Chinese font",
    "Andon",
  ])
    expect(of(name), name).toBeDefined();
}, 90_000);

test("fails on what a start would fail on, with a remedy and without a password", async () => {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  const { ok, said, of } = await examine({
    DATABASE_URL: "postgres://somebody:secret-word@127.0.0.1:1/shop",
    REDIS_URL: "redis://:secret-word@127.0.0.1:1",
    PORT: String(port),
  });
  server.close();
  expect(ok).toBe(false);
  expect(of("PostgreSQL")).toMatchObject({
    state: "no",
    advice: expect.stringContaining("no PostgreSQL answers"),
  });
  expect(of("Redis")).toMatchObject({ state: "so-so", found: expect.stringContaining("not reachable") });
  expect(of("Port")).toMatchObject({ state: "no", advice: expect.stringContaining(`PORT=${port + 1}`) });
  expect(said).not.toContain("secret-word");
}, 90_000);

test("sees a database that has no schema yet, and one of a newer Andon", async () => {
  await database.sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('newer', 1)`;
  const newer = await examine();
  expect([newer.ok, newer.of("PostgreSQL")!.advice]).toEqual([false, expect.stringContaining("newer Andon")]);
  await database.sql`drop schema drizzle cascade`;
  const none = await examine();
  expect([none.ok, none.of("PostgreSQL")!.found]).toEqual([
    true,
    expect.stringContaining("without our schema"),
  ]);
}, 90_000);

test("prints a table for people, and refuses what it does not know", async () => {
  const { ok, said } = await doctor([]);
  expect(ok).toBe(true);
  expect(said).toMatch(/^✓ Node +\d/m);
  expect(said).toMatch(/Everything that Andon needs is there\.\n$/);
  const refused = await doctor(["--yaml"]);
  expect([refused.ok, refused.said]).toEqual([
    false,
    '✗ npm run doctor takes --json or nothing, not "--yaml".\n',
  ]);
}, 90_000);
