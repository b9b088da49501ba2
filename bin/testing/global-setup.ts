import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import postgres from "postgres";
import { TEMPLATE, withDatabase } from "../../db/testing/database.ts";
import { writeAtomically } from "../../server/platform/embedded/files.ts";
import { startPostgres } from "../../server/platform/embedded/postgres.ts";
import { identify, isRunning, type ProcessId } from "../../server/platform/embedded/processes.ts";
import { startRedis } from "../../server/platform/embedded/redis.ts";
import { prepareDatabase } from "../prepare-database.ts";

const PREFIX = "andon-test-";
const OWNER = "owner.json";
/** Test data need not survive a crash: commits and shutdown cost nothing. */
const CARELESS = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "300" };

/**
 * A PostgreSQL with a migrated template and a Redis for one test run, unless the caller brings his own in
 * ANDON_TEST_DATABASE_URL and ANDON_TEST_REDIS_URL.
 * @returns the teardown
 */
export default async function setup(): Promise<() => Promise<void>> {
  const ends: (() => Promise<void>)[] = [];
  const teardown = async () => {
    for (const end of ends.reverse()) await end();
  };
  try {
    await startServices(ends);
  } catch (error) {
    await teardown();
    throw error;
  }
  return teardown;
}

async function startServices(ends: (() => Promise<void>)[]): Promise<void> {
  const folder = () => {
    sweepDeadRuns();
    const made = mkdtempSync(path.join(os.tmpdir(), PREFIX));
    // mkdtemp closes it; the postgres user must pass when we are root.
    chmodSync(made, 0o711);
    writeAtomically(path.join(made, OWNER), JSON.stringify(identify(process.pid)));
    ends.push(async () => rmSync(made, { recursive: true, force: true }));
    return made;
  };
  let own: string | undefined;
  if (!process.env.ANDON_TEST_DATABASE_URL) {
    own ??= folder();
    const server = await startPostgres({ folder: own, settings: CARELESS });
    ends.push(server.stop);
    process.env.ANDON_TEST_DATABASE_URL = server.url;
    ends.push(async () => {
      delete process.env.ANDON_TEST_DATABASE_URL;
    });
  }
  if (!process.env.ANDON_TEST_REDIS_URL) {
    own ??= folder();
    const server = await startRedis(own);
    ends.push(server.stop);
    process.env.ANDON_TEST_REDIS_URL = server.url;
    ends.push(async () => {
      delete process.env.ANDON_TEST_REDIS_URL;
    });
  }
  await makeTemplate(process.env.ANDON_TEST_DATABASE_URL);
}

async function makeTemplate(admin: string): Promise<void> {
  const sql = postgres(admin, { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(`drop database if exists ${TEMPLATE} with (force)`);
    await sql.unsafe(`create database ${TEMPLATE}`);
    await prepareDatabase(withDatabase(admin, TEMPLATE), "Asia/Shanghai");
  } finally {
    await sql.end();
  }
}

/** Folders of runs that were killed. */
function sweepDeadRuns(): void {
  for (const name of readdirSync(os.tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = path.join(os.tmpdir(), name);
    try {
      const owner = JSON.parse(readFileSync(path.join(folder, OWNER), "utf8")) as ProcessId;
      if (!isRunning(owner)) rmSync(folder, { recursive: true, force: true });
    } catch {
      // Being made this moment, or another user's.
    }
  }
}
