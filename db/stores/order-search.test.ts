import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { isBreached, lightOf } from "../../domain/sla/light.ts";
import { type TestDatabase, testDatabase } from "../testing/database.ts";
import { readOpenVisits } from "./open-visits.ts";
import { countByVisit, searchByVisit } from "./order-search.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const T = Date.UTC(2026, 10, 11);
const near = fc.integer({ min: T - 3, max: T + 3 });
const visits = fc.array(
  fc.record({
    order: fc.integer({ min: 1, max: 8 }),
    node: fc.constantFrom("picking", "packed"),
    enteredAt: near,
    leftAt: fc.option(near),
    warnAt: fc.option(near),
    dueAt: fc.option(near),
    promiseAt: fc.option(near),
    bulky: fc.boolean(),
  }),
  { maxLength: 30 },
);
type Made = (typeof visits extends fc.Arbitrary<infer T> ? T : never)[number];

async function store(made: Made[]): Promise<void> {
  const { sql } = database;
  await sql`truncate orders, visits restart identity`;
  await sql`insert into orders (order_no) select 'O' || n from generate_series(1, 8) n`;
  const at = (ms: number | null) => (ms === null ? null : new Date(ms));
  for (const v of made) {
    await sql`insert into visits (id, order_id, token, node, entered_at, left_at, warn_at, due_at, promise_at, bulky, custom)
      values (${randomUUID()}, ${v.order}, 'main', ${v.node}, ${at(v.enteredAt)}, ${at(v.leftAt)}, ${at(v.warnAt)},
        ${at(v.dueAt)}, ${at(v.promiseAt)}, ${v.bulky}, false)`;
  }
}

it("finds the visits that the rule for lights says, whatever the instants", async () => {
  const filter = fc.record(
    {
      lights: fc.subarray(["green", "yellow", "red"] as const, { minLength: 1 }),
      breached: fc.boolean(),
      bulky: fc.boolean(),
      nodes: fc.subarray(["picking", "packed"], { minLength: 1 }),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(visits, filter, near, async (made, asked, atMs) => {
      await store(made);
      const open = made.filter((v) => v.enteredAt <= atMs && (v.leftAt === null || v.leftAt > atMs));
      const matching = open.filter(
        (v) =>
          (!asked.lights || (asked.lights as string[]).includes(lightOf(v, atMs))) &&
          (asked.breached === undefined || asked.breached === isBreached(v, atMs)) &&
          (asked.bulky === undefined || asked.bulky === v.bulky) &&
          (!asked.nodes || asked.nodes.includes(v.node)),
      );
      const orders = new Set(matching.map((v) => v.order));
      expect(await countByVisit(database.sql, asked, atMs)).toEqual({
        orders: orders.size,
        visits: matching.length,
      });
      const found = await searchByVisit(database.sql, asked, atMs, { after: null, limit: 100 });
      expect(found.map((place) => place.orderId).sort()).toEqual([...orders].sort());
      const counted = [];
      for await (const batch of readOpenVisits(database.sql, atMs)) counted.push(...batch);
      expect(counted.length).toBe(open.length);
    }),
    { numRuns: 60, verbose: 1 },
  );
});
