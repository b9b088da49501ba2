import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "./database.ts";

let one: TestDatabase;
let other: TestDatabase;

beforeAll(async () => {
  one = await testDatabase();
  other = await testDatabase();
});

afterAll(async () => {
  await one.drop();
  await other.drop();
});

test("each clone has the schema and none of the other's rows", async () => {
  await one.sql`insert into orders (order_no) values ('A1')`;
  expect(await one.sql`select order_no from orders`).toHaveLength(1);
  expect(await other.sql`select order_no from orders`).toHaveLength(0);
});
