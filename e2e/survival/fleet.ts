import { chmodSync, closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Redis } from "ioredis";
import { prepareDatabase } from "../../bin/prepare-database.ts";
import { buildPages } from "../../bin/supervisor/build-pages.ts";
import { buildProcesses } from "../../bin/supervisor/build-processes.ts";
import { ensureDatabase } from "../../bin/supervisor/database.ts";
import { connect } from "../../db/sql.ts";
import { ensureApiKey } from "../../server/commands/ensure-api-key.ts";
import { untilReady } from "../../server/live/until-ready.ts";
import { realClock } from "../../server/platform/clock.ts";
import type { Context } from "../../server/platform/context.ts";
import { writeAtomically } from "../../server/platform/embedded/files.ts";
import { freePort, LOOPBACK } from "../../server/platform/embedded/ports.ts";
import { startPostgres } from "../../server/platform/embedded/postgres.ts";
import { identify } from "../../server/platform/embedded/processes.ts";
import { startRedis } from "../../server/platform/embedded/redis.ts";
import { type EmbeddedService, exitOf, forkEntry } from "../../server/platform/embedded/service.ts";
import { readEnv } from "../../server/platform/env.ts";
import { closeContext, openContext } from "../../server/platform/open-context.ts";
import { type Launched, Member } from "./member.ts";
import { startWatchdog } from "./watchdog.ts";

export const MEMBERS = ["web1", "web2", "worker1", "worker2", "postgres", "redis"] as const;
export type MemberName = (typeof MEMBERS)[number];

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const API_KEY = "a-key-for-the-survival-tests";
/** Far above what a test sends. */
const RATE_LIMIT = "1000000";
const REDIS_WITHIN_MS = 10_000;
const LOG_SHOWN_CHARS = 4_000;

/** Two webs, two workers, one PostgreSQL and one Redis, each a process of its own and started again when it ends. */
export interface Fleet {
  members: Record<MemberName, Member>;
  /** Where the web processes listen. */
  urls: string[];
  key: string;
  /** What webs and workers are started with from now on. */
  env: NodeJS.ProcessEnv;
  /** Waits until every process is up. */
  whenUp(): Promise<void>;
  /** Runs something on a context of its own, as a process beside the fleet would. */
  look<T>(work: (context: Context) => Promise<T>): Promise<T>;
  /** Deletes everything that Redis holds. */
  flush(): Promise<void>;
  /** Deletes every order, empties Redis and starts webs and workers anew. */
  reset(): Promise<void>;
  /** The end of what each process logged; some kilobytes unless `chars` says how much. */
  logs(chars?: number): string;
  close(): Promise<void>;
}

/**
 * Starts a fleet on a folder of its own, with the settings that a shop runs with.
 * @param more variables of its webs and workers
 */
export async function startFleet(more: Record<string, string> = {}): Promise<Fleet> {
  // What the pages show is others' matter: any build will do.
  if (!existsSync(path.join(ROOT, ".next", "BUILD_ID"))) await buildPages();
  await buildProcesses();
  const folder = mkdtempSync(path.join(os.tmpdir(), "andon-test-survival-"));
  // mkdtemp closes it; the postgres user must pass when we are root.
  chmodSync(folder, 0o711);
  // By this the next test run knows a folder whose run was killed, and deletes it.
  writeAtomically(path.join(folder, "owner.json"), JSON.stringify(identify(process.pid)));
  const watchdog = startWatchdog();
  const members = {} as Record<MemberName, Member>;
  const guard = (pid: number) => watchdog.guard(pid);
  const join = (name: MemberName, launch: () => Promise<Launched>) => {
    members[name] = new Member(name, launch, guard);
  };
  const close = async () => {
    const ours = (names: readonly MemberName[]) => Promise.all(names.map((name) => members[name]?.close()));
    await ours(["web1", "web2", "worker1", "worker2"]);
    await ours(["postgres", "redis"]);
    watchdog.dismiss();
    rmSync(folder, { recursive: true, force: true });
  };

  try {
    let postgresUrl = "";
    let redisUrl = "";
    // One after the other: each notes its port in the same file.
    join("postgres", () =>
      service(
        () => startPostgres({ folder }),
        (url) => {
          postgresUrl = url;
        },
      ),
    );
    await members.postgres.whenUp();
    join("redis", () =>
      service(
        () => startRedis(folder),
        (url) => {
          redisUrl = url;
        },
      ),
    );
    await members.redis.whenUp();
    const databaseUrl = await ensureDatabase(postgresUrl, "andon");
    await prepareDatabase(databaseUrl, "Asia/Shanghai");
    const shared: NodeJS.ProcessEnv = {
      ...process.env,
      NODE_ENV: "production",
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl,
      PUBLIC_URL: "",
      ANDON_CLOCK: "",
      ANDON_DATA_DIR: folder,
      ANDON_API_KEY: API_KEY,
      ANDON_RATE_LIMIT: RATE_LIMIT,
      ANDON_LOG: "warn",
      ...more,
    };
    await makeKey(databaseUrl, shared);
    const logOf = (name: string) => path.join(folder, `${name}.log`);
    const ports = [await freePort(), await freePort()];
    // Where whoever is told or called comes back to.
    shared.PUBLIC_URL ||= `http://${LOOPBACK}:${ports[0]}`;
    const roles = [
      ["web1", "server/main.ts", { PORT: String(ports[0]) }],
      ["web2", "server/main.ts", { PORT: String(ports[1]) }],
      ["worker1", "workers/main.ts", {}],
      ["worker2", "workers/main.ts", {}],
    ] as const;
    for (const [name, entry, own] of roles) join(name, () => role(entry, { ...shared, ...own }, logOf(name)));

    const whenUp = async () => {
      await Promise.all(MEMBERS.map((name) => members[name].whenUp()));
    };
    const look: Fleet["look"] = async (work) => {
      const context = await openContext(readEnv({ ...shared, ANDON_LOG: "silent" }), "survival");
      try {
        await untilReady(context.redis, REDIS_WITHIN_MS);
        return await work(context);
      } finally {
        await closeContext(context);
      }
    };
    const flush = async () => {
      const redis = new Redis(redisUrl, { maxRetriesPerRequest: 0, retryStrategy: () => null });
      redis.on("error", () => {});
      try {
        await redis.flushall();
      } finally {
        redis.disconnect();
      }
    };
    const reset = async () => {
      await whenUp();
      await look(
        ({ sql }) => sql`
          truncate orders, order_lines, events, visits, outbox, quarantine, sources, alerts, alert_steps,
            notifications, notification_alerts, attempts`,
      );
      await flush();
      for (const [name] of roles) members[name].signal("SIGKILL");
      await whenUp();
    };
    await whenUp();
    return {
      members,
      urls: ports.map((port) => `http://${LOOPBACK}:${port}`),
      key: API_KEY,
      env: shared,
      whenUp,
      look,
      flush,
      reset,
      logs: (chars = LOG_SHOWN_CHARS) =>
        roles.map(([name]) => `--- ${name}\n${tail(logOf(name), chars)}`).join("\n"),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function service(start: () => Promise<EmbeddedService>, at: (url: string) => void): Promise<Launched> {
  const { url, process: id, exited } = await start();
  at(url);
  return { process: id, ready: Promise.resolve(), exited };
}

/** One of our processes, as its supervisor starts it, with what it logs in a file. */
async function role(entry: string, env: NodeJS.ProcessEnv, logFile: string): Promise<Launched> {
  const log = openSync(logFile, "a");
  const child = forkEntry(path.join(ROOT, entry), [], { env, stdio: log });
  closeSync(log);
  const exited = exitOf(child);
  const id = child.pid === undefined ? null : identify(child.pid);
  if (id === null) throw new Error(`${entry} could not be started: ${await exited}`);
  const ready = new Promise<void>((resolve) => {
    child.on("message", (message: { ready?: boolean }) => message?.ready && resolve());
  });
  return { process: id, ready, exited };
}

async function makeKey(databaseUrl: string, env: NodeJS.ProcessEnv): Promise<void> {
  const sql = connect(databaseUrl, { max: 1, name: "survival" });
  try {
    await ensureApiKey({ env: readEnv(env), sql, clock: realClock });
  } finally {
    await sql.end();
  }
}

function tail(file: string, chars: number): string {
  return existsSync(file) ? readFileSync(file, "utf8").slice(-chars) : "";
}
