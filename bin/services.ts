import { type Env, readEnv } from "../server/platform/env.ts";
import { claimFolder, folderHolder, runningServices } from "./supervisor/claim-folder.ts";
import { Shutdown } from "./supervisor/shutdown.ts";
import { openStorage, type Storage } from "./supervisor/storage.ts";

/** Services for one command. */
export interface Services extends Storage {
  /** Of the Andon that runs on this data folder; null when none does. */
  publicUrl: string | null;
  /** The environment with both URLs in it. */
  env: Env;
  /** Runs something before the services end, when Ctrl-C or the command's end asks for it. */
  beforeEnd(cleanup: () => Promise<void>): void;
}

/**
 * Runs one command on the shop's storage: that of the environment, else that of the Andon which runs on the data
 * folder, else one that is started for the time being. The schema is up to date in each case. Ctrl-C ends it.
 */
export async function withServices<T>(
  source: NodeJS.ProcessEnv,
  what: string,
  run: (services: Services) => Promise<T>,
): Promise<T> {
  const env = readEnv(source);
  const shutdown = new Shutdown();
  shutdown.onSignals();
  try {
    const external = env.databaseUrl !== undefined && env.redisUrl !== undefined;
    const running = !external && folderHolder(env.dataDir) ? await runningServices(env.dataDir) : null;
    const storage = running ?? (await start(env, external, what, shutdown));
    return await run({
      databaseUrl: storage.databaseUrl,
      redisUrl: storage.redisUrl,
      publicUrl: running?.publicUrl ?? null,
      env: { ...env, databaseUrl: storage.databaseUrl, redisUrl: storage.redisUrl },
      beforeEnd: (cleanup) => shutdown.add(cleanup),
    });
  } finally {
    await shutdown.run();
  }
}

async function start(env: Env, external: boolean, what: string, shutdown: Shutdown): Promise<Storage> {
  const state = external ? null : await claimFolder(env.dataDir, what, shutdown);
  const storage = await openStorage(env, state, shutdown);
  state?.set(storage);
  return storage;
}
