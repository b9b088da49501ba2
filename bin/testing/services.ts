import {
  accessSync,
  chmodSync,
  constants,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { writeAtomically } from "../../server/platform/embedded/files.ts";
import { startPostgres } from "../../server/platform/embedded/postgres.ts";
import { identify, isRunning, type ProcessId } from "../../server/platform/embedded/processes.ts";
import { startRedis } from "../../server/platform/embedded/redis.ts";

const PREFIX = "andon-test-";
const OWNER = "owner.json";
/** Test data need not survive a crash: commits and shutdown cost nothing. */
const CARELESS = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  max_wal_size: "256MB",
  max_connections: "300",
};
/** A database is a thousand files, and every test file has one: in memory they are made ten times as fast. */
const IN_MEMORY = "/dev/shm";
const MEMORY_NEEDED_BYTES = 4 * 2 ** 30;

export interface TestServices {
  /** Of a superuser, database `postgres`. */
  databaseUrl: string;
  redisUrl: string;
  stop(): Promise<void>;
}

/**
 * A PostgreSQL and a Redis for one run, in a folder of their own that goes with them; a given one is used as it is.
 */
export async function startTestServices(given: {
  databaseUrl?: string;
  redisUrl?: string;
}): Promise<TestServices> {
  const ends: (() => Promise<void> | void)[] = [];
  const stop = async () => {
    for (let end = ends.pop(); end; end = ends.pop()) await end();
  };
  try {
    const folder = given.databaseUrl && given.redisUrl ? "" : ownFolder();
    if (folder) ends.push(() => rmSync(folder, { recursive: true, force: true }));
    const started = async (start: typeof startRedis) => {
      const service = await start(folder);
      ends.push(service.stop);
      return service.url;
    };
    const databaseUrl =
      given.databaseUrl ?? (await started((own) => startPostgres({ folder: own, settings: CARELESS })));
    const redisUrl = given.redisUrl ?? (await started(startRedis));
    return { databaseUrl, redisUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function ownFolder(): string {
  sweepDeadRuns();
  const folder = mkdtempSync(path.join(parentFolder(), PREFIX));
  // mkdtemp closes it; the postgres user must pass when we are root.
  chmodSync(folder, 0o711);
  writeAtomically(path.join(folder, OWNER), JSON.stringify(identify(process.pid)));
  return folder;
}

function parentFolder(): string {
  try {
    accessSync(IN_MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    return bavail * bsize >= MEMORY_NEEDED_BYTES ? IN_MEMORY : os.tmpdir();
  } catch {
    return os.tmpdir();
  }
}

/** Folders of runs that were killed. */
function sweepDeadRuns(): void {
  const parent = parentFolder();
  for (const name of readdirSync(parent).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = path.join(parent, name);
    try {
      const owner = JSON.parse(readFileSync(path.join(folder, OWNER), "utf8")) as ProcessId;
      if (!isRunning(owner)) rmSync(folder, { recursive: true, force: true });
    } catch {
      // Being made this moment, or another user's.
    }
  }
}
