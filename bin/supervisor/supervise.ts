import { connect } from "../../db/sql.ts";
import { ensureAdmin } from "../../server/commands/ensure-admin.ts";
import { ensureApiKey } from "../../server/commands/ensure-api-key.ts";
import { openClock, realClock } from "../../server/platform/clock.ts";
import { readEnv } from "../../server/platform/env.ts";
import { buildPages, pagesAreBuilt } from "./build-pages.ts";
import { buildProcesses, processesAreBuilt } from "./build-processes.ts";
import { checkPort } from "./check-port.ts";
import { claimFolder, folderHolder, runningServices } from "./claim-folder.ts";
import { keepRunning, type Running } from "./keep-running.ts";
import { launchRole } from "./launch-role.ts";
import type { StateFile } from "./service-state.ts";
import type { Shutdown } from "./shutdown.ts";
import { step } from "./steps.ts";
import { openStorage, type Storage } from "./storage.ts";

export const ROLES = { web: "server/main.ts", worker: "workers/main.ts" } as const;
export type Role = keyof typeof ROLES;

export interface Supervised extends Storage {
  /** Where the web process listens; null without one. */
  url: string | null;
  publicUrl: string;
  /** In plain, when one was made now: it cannot be read again. */
  madeKey: string | null;
  /** The first administrator's, when it was made now: its password cannot be read again. */
  madeAdmin: { email: string; password: string } | null;
  /** What the roles were started with. */
  env: NodeJS.ProcessEnv;
  state: StateFile | null;
}

/**
 * Brings Andon up: data folder, storage, schema, pages, roles; one line per step. Whatever was started is
 * registered with `shutdown`, also when a later step throws.
 * @param source the environment; the roles get it with what was chosen here
 */
export async function supervise(
  source: NodeJS.ProcessEnv,
  roles: readonly Role[],
  what: string,
  shutdown: Shutdown,
  prepare: (storage: Pick<Storage, "databaseUrl">) => Promise<void> = async () => {},
): Promise<Supervised> {
  const env = readEnv(source);
  const external = env.databaseUrl !== undefined && env.redisUrl !== undefined;
  // One role beside a start that runs already: it shares that one's storage.
  const shared =
    !external && roles.length === 1 && folderHolder(env.dataDir) ? await runningServices(env.dataDir) : null;
  const state = external || shared ? null : await claimFolder(env.dataDir, what, shutdown);
  const port = roles.includes("web") ? await checkPort(env.port, env.host) : null;
  if (env.databaseUrl) await prepare({ databaseUrl: env.databaseUrl });
  const storage = shared ?? (await openStorage(env, state, shutdown));
  const { madeKey, madeAdmin } = await checkClockAndAccess(storage, source);
  if (port !== null && !pagesAreBuilt()) {
    const aborted = new AbortController();
    shutdown.add(() => aborted.abort());
    await step("Pages built", () => buildPages(aborted.signal));
  }
  if (!processesAreBuilt()) await step("Processes built", buildProcesses);
  const url = port === null ? null : `http://${hostInUrl(env.host)}:${port}`;
  const roleEnv: NodeJS.ProcessEnv = {
    ...source,
    DATABASE_URL: storage.databaseUrl,
    REDIS_URL: storage.redisUrl,
    ...(port === null ? {} : { PORT: String(port) }),
  };
  // Side by side: neither needs the other to be up.
  await Promise.all(
    roles.map(async (role) => {
      const name = role === "web" ? "Web" : "Worker";
      await step(name, () =>
        superviseRole(name, ROLES[role], roleEnv, shutdown, (running) => state?.child(role, running.process)),
      );
    }),
  );
  const publicUrl = source.PUBLIC_URL || url || env.publicUrl;
  state?.set({
    databaseUrl: storage.databaseUrl,
    redisUrl: storage.redisUrl,
    ...(url ? { publicUrl: url } : {}),
  });
  return { ...storage, url, publicUrl, madeKey, madeAdmin, env: roleEnv, state };
}

/** Starts one of our processes and keeps it up until the shutdown, which may come while it starts. */
export async function superviseRole(
  name: string,
  entry: string,
  env: NodeJS.ProcessEnv,
  shutdown: Shutdown,
  changed: (running: Running) => void,
  options: { waits?: boolean } = {},
): Promise<void> {
  const aborted = new AbortController();
  const { signal } = aborted;
  const launching = keepRunning(name, () => launchRole(name, entry, env, { ...options, signal }), changed);
  shutdown.add(async () => {
    aborted.abort();
    await (await launching.catch(() => null))?.stop();
  });
  await launching;
}

/** Tells a refused clock once and before the roles would, each in its own words; then sees to the API key and the first administrator. */
export async function checkClockAndAccess(
  storage: Pick<Storage, "databaseUrl">,
  source: NodeJS.ProcessEnv,
): Promise<Pick<Supervised, "madeKey" | "madeAdmin">> {
  const env = readEnv(source);
  const sql = connect(storage.databaseUrl, { max: 2, name: "andon start" });
  try {
    (await openClock(sql, env.clock)).stop();
    const context = { env, sql, clock: realClock };
    return { madeKey: await ensureApiKey(context), madeAdmin: await ensureAdmin(context) };
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** 0.0.0.0 is where to listen, not where to go. */
export function hostInUrl(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}
