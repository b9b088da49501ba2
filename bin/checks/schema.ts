import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type DrizzleSnapshotJSON, generateDrizzleJson, generateMigration } from "drizzle-kit/api";
import { dumpSchema } from "../../db/dump-schema.ts";
import { migrate } from "../../db/migrate.ts";
import { connect } from "../../db/sql.ts";
import { ensureDatabase } from "../supervisor/database.ts";
import { startTestServices } from "../testing/services.ts";
import { type Check, ROOT } from "./check.ts";

const MIGRATIONS = path.join(ROOT, "db", "migrations");
const DUMP = path.join(ROOT, "db", "schema.txt");
const DATABASE = "andon_schema_check";

/** What a new migration would have to do for db/schema to be what the database gets. */
export async function missingMigrations(): Promise<string[]> {
  const folder = path.join(ROOT, "db", "schema");
  const exports: Record<string, unknown> = {};
  for (const file of readdirSync(folder).filter((name) => /(?<!\.test)\.ts$/.test(name))) {
    Object.assign(exports, await import(pathToFileURL(path.join(folder, file)).href));
  }
  const journal = JSON.parse(readFileSync(path.join(MIGRATIONS, "meta", "_journal.json"), "utf8")) as {
    entries: { idx: number }[];
  };
  const newest = String(journal.entries.at(-1)!.idx).padStart(4, "0");
  const before = JSON.parse(readFileSync(path.join(MIGRATIONS, "meta", `${newest}_snapshot.json`), "utf8"));
  return generateMigration(
    before as DrizzleSnapshotJSON,
    generateDrizzleJson(exports) as DrizzleSnapshotJSON,
  );
}

export const schema: Check = {
  name: "Schema drift",
  run: async (write) => {
    const missing = await missingMigrations();
    const problems = missing.map(
      (statement) => `db/schema says more than db/migrations: ${statement.split("\n")[0]}`,
    );
    if (missing.length > 0) problems.push("Make the migration: npx drizzle-kit generate --name WHAT_IT_DOES");
    const dump = await dumpOfMigrated();
    if (write) writeFileSync(DUMP, dump);
    const committed = existsSync(DUMP) ? readFileSync(DUMP, "utf8") : "";
    if (committed !== dump) {
      problems.push(...changedLines(committed, dump));
      problems.push(
        "db/schema.txt is not what the migrations make: npm run check -- --write, and look at the difference.",
      );
    }
    return { problems };
  },
};

async function dumpOfMigrated(): Promise<string> {
  const given = process.env.ANDON_TEST_DATABASE_URL || undefined;
  // Redis has no part in it: any text stands for one that is there.
  const services = await startTestServices({ databaseUrl: given, redisUrl: "none" });
  try {
    const url = await ensureDatabase(services.databaseUrl, DATABASE);
    await migrate(url);
    const sql = connect(url, { max: 1, name: "andon-check" });
    try {
      return await dumpSchema(sql);
    } finally {
      await sql.end();
    }
  } finally {
    await services.stop();
  }
}

function changedLines(committed: string, made: string): string[] {
  const [before, after] = [new Set(committed.split("\n")), new Set(made.split("\n"))];
  const gone = [...before].filter((line) => !after.has(line)).map((line) => `  - ${line.trim()}`);
  const come = [...after].filter((line) => !before.has(line)).map((line) => `  + ${line.trim()}`);
  return [...gone, ...come];
}
