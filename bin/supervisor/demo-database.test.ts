import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { testAdminUrl, testDatabase, withDatabase } from "../../db/testing/database.ts";
import { claimDemoDatabase } from "./demo-database.ts";

const admin = postgres(testAdminUrl(), { max: 1, onnotice: () => {} });
const made = `andon_demo_${randomBytes(4).toString("hex")}`;

afterAll(async () => {
  await admin.unsafe(`drop database if exists ${made} with (force)`);
  await admin.end();
});

test("a database of somebody's is refused, and nothing in it is touched", async () => {
  const theirs = await testDatabase();
  await expect(claimDemoDatabase(theirs.url)).rejects.toThrow(/was not made by the demo/);
  const [row] = await theirs.sql`
    select shobj_description(oid, 'pg_database') as mark from pg_database where datname = current_database()`;
  expect(row!.mark).toBeNull();
  await theirs.drop();
});

test("a missing database is made, and known again when it is full", async () => {
  const url = withDatabase(testAdminUrl(), made);
  await claimDemoDatabase(url);
  const sql = postgres(url, { max: 1 });
  await sql`create table orders (n int)`;
  await sql.end();
  await claimDemoDatabase(url);
});

test("a server that is away is told in one line without the password", async () => {
  const claim = claimDemoDatabase("postgres://me:secret@127.0.0.1:1/shop");
  await expect(claim).rejects.toThrow("DATABASE_URL: no PostgreSQL answers at 127.0.0.1:1");
  await expect(claim).rejects.not.toThrow("secret");
});
