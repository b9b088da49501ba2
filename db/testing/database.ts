import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { connect, type Sql } from "../sql.ts";

/** Migrated once per run by bin/testing/global-setup.ts; a clone takes some 50 ms. */
export const TEMPLATE = "andon_template";

export interface TestDatabase {
  url: string;
  sql: Sql;
  /** Closes the pool and deletes the database. */
  drop(): Promise<void>;
}

/** A database of one's own, with the newest schema and the default settings. Call drop() in afterAll. */
export async function testDatabase(): Promise<TestDatabase> {
  const admin = testAdminUrl();
  const name = `andon_test_${randomBytes(6).toString("hex")}`;
  await once(admin, `create database ${name} template ${TEMPLATE}`);
  const url = withDatabase(admin, name);
  const sql = connect(url, { max: 8, name: "andon-test" });
  return {
    url,
    sql,
    drop: async () => {
      await sql.end({ timeout: 5 });
      await once(admin, `drop database if exists ${name} with (force)`);
    },
  };
}

/** The test run's Redis. Keys and channels are kept apart by the context's boardTag. */
export function testRedisUrl(): string {
  return required("ANDON_TEST_REDIS_URL");
}

/** Of a role that may create databases. */
export function testAdminUrl(): string {
  return required("ANDON_TEST_DATABASE_URL");
}

export function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

async function once(url: string, statement: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(statement);
  } finally {
    await sql.end();
  }
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests with vitest, whose global setup starts it.`);
  return value;
}
