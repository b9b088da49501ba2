import postgres from "postgres";
import { TEMPLATE, withDatabase } from "../../db/testing/database.ts";
import { prepareDatabase } from "../prepare-database.ts";
import { buildProcesses } from "../supervisor/build-processes.ts";
import { startTestServices } from "./services.ts";

const DATABASE = "ANDON_TEST_DATABASE_URL";
const REDIS = "ANDON_TEST_REDIS_URL";
const TIMEZONE = "Asia/Shanghai";

/**
 * A PostgreSQL with a migrated template and a Redis for one test run, unless the caller brings his own in
 * ANDON_TEST_DATABASE_URL and ANDON_TEST_REDIS_URL.
 * @returns the teardown
 */
export default async function setup(): Promise<() => Promise<void>> {
  const given = {
    databaseUrl: process.env[DATABASE] || undefined,
    redisUrl: process.env[REDIS] || undefined,
  };
  await buildProcesses();
  const services = await startTestServices(given);
  process.env[DATABASE] = services.databaseUrl;
  process.env[REDIS] = services.redisUrl;
  const teardown = async () => {
    if (!given.databaseUrl) delete process.env[DATABASE];
    if (!given.redisUrl) delete process.env[REDIS];
    await services.stop();
  };
  try {
    await makeTemplate(services.databaseUrl);
  } catch (error) {
    await teardown();
    throw error;
  }
  return teardown;
}

async function makeTemplate(admin: string): Promise<void> {
  const sql = postgres(admin, { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(`drop database if exists ${TEMPLATE} with (force)`);
    await sql.unsafe(`create database ${TEMPLATE}`);
    await prepareDatabase(withDatabase(admin, TEMPLATE), TIMEZONE);
  } finally {
    await sql.end();
  }
}
