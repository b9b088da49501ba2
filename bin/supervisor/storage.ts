import { startPostgres } from "../../server/platform/embedded/postgres.ts";
import { startRedis } from "../../server/platform/embedded/redis.ts";
import type { EmbeddedService } from "../../server/platform/embedded/service.ts";
import type { Env } from "../../server/platform/env.ts";
import { prepareDatabase } from "../prepare-database.ts";
import { ensureDatabase, explainPostgres } from "./database.ts";
import { keepRunning } from "./keep-running.ts";
import type { StateFile } from "./service-state.ts";
import type { Shutdown } from "./shutdown.ts";
import { step } from "./steps.ts";

/** Where the two stores are, embedded or not. */
export interface Storage {
  databaseUrl: string;
  redisUrl: string;
}

/** The name of the shop's database in an embedded PostgreSQL. */
const DATABASE = "andon";

/** Starts what the environment does not name, keeps it running, and brings the schema up to date. */
export async function openStorage(env: Env, state: StateFile | null, shutdown: Shutdown): Promise<Storage> {
  const embed = async (name: string, start: () => Promise<EmbeddedService>) => {
    const launching = keepRunning(name, start, (running) => state?.child(name, running.process));
    shutdown.add(async () => (await launching.catch(() => null))?.stop());
    const { first } = await step(
      name,
      () => launching,
      (kept) => `${kept.first.what}, port ${new URL(kept.first.url).port}`,
    );
    return first.url;
  };
  const postgresUrl =
    env.databaseUrl ?? (await embed("PostgreSQL", () => startPostgres({ folder: env.dataDir })));
  const databaseUrl = env.databaseUrl ?? (await ensureDatabase(postgresUrl, DATABASE));
  const redisUrl = env.redisUrl ?? (await embed("Redis", () => startRedis(env.dataDir)));
  await step("Schema", async () => {
    try {
      await prepareDatabase(databaseUrl, env.timezone);
    } catch (error) {
      throw explainPostgres(error, databaseUrl);
    }
  });
  return { databaseUrl, redisUrl };
}
