import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as runMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { LOCKS } from "./lock-numbers.ts";

const FOLDER = fileURLToPath(new URL("./migrations", import.meta.url));

/** Brings the schema of the database up to the newest migration; several processes may call it at once. */
export async function migrate(url: string): Promise<void> {
  // drizzle rewrites the parsers of the client it is given: it gets one of its own.
  const client = postgres(url, {
    max: 1,
    onnotice: () => {},
    connection: { application_name: "andon-migrate" },
  });
  try {
    await client`select pg_advisory_lock(${LOCKS.migrations})`;
    await runMigrations(drizzle(client), { migrationsFolder: FOLDER });
  } finally {
    await client.end({ timeout: 5 });
  }
}
