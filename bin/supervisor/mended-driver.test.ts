import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../db/testing/database.ts";
import { ROOT } from "../../server/platform/embedded/bundles.ts";
import { mendDriver } from "../../server/platform/embedded/mend-driver.ts";
import { mendedDriver } from "./build-processes.ts";

/** A transaction that goes on writing after PostgreSQL has ended its connection, and what the pool is good for then. */
const PROGRAM = `
  import postgres from "postgres";
  const options = { max: 1, backoff: () => 0.05, connect_timeout: 3 };
  const [sql, other] = [postgres(process.argv[2], options), postgres(process.argv[2], options)];
  const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const late = [];
  const lost = await sql.begin(async (tx) => {
    const [{ pid }] = await tx\`select pg_backend_pid() as pid\`;
    await other\`select pg_terminate_backend(\${pid})\`;
    await sleep(200);
    late.push(await tx\`select 2\`.catch((error) => error.code));
    throw new Error("given up");
  }).catch((error) => error.code);
  await sleep(300);
  const [{ again }] = await sql\`select 7 as again\`;
  console.log(JSON.stringify({ lost: typeof lost, late, again }));
  await Promise.all([sql.end(), other.end()]);
`;

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await testDatabase();
  // Below the root, so that the driver is found as it is published.
  folder = mkdtempSync(path.join(ROOT, "node_modules", ".mended-"));
  writeFileSync(path.join(folder, "program.mjs"), PROGRAM);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.drop();
});

const run = (file: string) =>
  new Promise<{ failed: boolean; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [path.join(folder, file), database.url], (error, stdout, stderr) =>
      resolve({ failed: error !== null, stdout, stderr }),
    );
  });

it("ends a process as it is published, and none of ours", async () => {
  await build({
    entryPoints: [path.join(folder, "program.mjs")],
    outfile: path.join(folder, "mended.mjs"),
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    plugins: [mendedDriver],
  });
  const [published, mended] = await Promise.all([run("program.mjs"), run("mended.mjs")]);
  // Once it outlives this as published, there is nothing left to mend.
  expect(published).toMatchObject({ failed: true, stderr: expect.stringContaining("reading 'write'") });
  expect(mended).toMatchObject({ failed: false, stderr: "" });
  expect(JSON.parse(mended.stdout)).toEqual({ lost: "string", late: ["CONNECTION_CLOSED"], again: 7 });
});

it("leaves a driver alone that is not the one it knows", () => {
  expect(mendDriver("socket.write(chunk, fn)")).toBeNull();
});
