import type { Context } from "../../server/platform/context.ts";
import { type Env, readEnv } from "../../server/platform/env.ts";
import { closeContext, openContext } from "../../server/platform/open-context.ts";
import { prepareDatabase } from "../prepare-database.ts";
import { folderHolder, runningServices } from "../supervisor/claim-folder.ts";

/**
 * The database beside which a watch runs, however often its Andon is started anew: that of the environment, else that
 * of the Andon on the data folder. It starts none, since a watch that held the folder would keep Andon from starting.
 */
export class WatchStore {
  #env: Env;
  #url: string | null = null;
  #context: Context | null = null;

  constructor(source: NodeJS.ProcessEnv) {
    this.#env = readEnv(source);
  }

  /** Null while no Andon runs. @throws when the database is away */
  async open(): Promise<Context | null> {
    const storage = await this.#storage();
    if (!storage) return null;
    if (this.#context && this.#url === storage.databaseUrl) return this.#context;
    await this.close();
    if (this.#isExternal) await prepareDatabase(storage.databaseUrl, this.#env.timezone);
    this.#context = await openContext({ ...this.#env, ...storage }, "import");
    this.#url = storage.databaseUrl;
    return this.#context;
  }

  async close(): Promise<void> {
    const context = this.#context;
    this.#context = null;
    if (context) await closeContext(context);
  }

  get #isExternal(): boolean {
    return this.#env.databaseUrl !== undefined && this.#env.redisUrl !== undefined;
  }

  async #storage(): Promise<{ databaseUrl: string; redisUrl: string } | null> {
    const { databaseUrl, redisUrl, dataDir } = this.#env;
    if (databaseUrl !== undefined && redisUrl !== undefined) return { databaseUrl, redisUrl };
    const running = folderHolder(dataDir) ? await runningServices(dataDir) : null;
    return running && { databaseUrl: running.databaseUrl, redisUrl: running.redisUrl };
  }
}
