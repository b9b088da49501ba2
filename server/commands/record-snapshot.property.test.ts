import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { IncomingEvent, OrderFactsPatch } from "../../domain/order/types.ts";
import { ORDER } from "../../domain/snapshot/change-events.ts";
import { SEED } from "../../domain/testing/seed.ts";
import { type TestContext, testContext } from "../testing/context.ts";
import { recordEvents } from "./record-events.ts";
import { type OrderSighting, recordSnapshot } from "./record-snapshot.ts";

let context: TestContext;
beforeAll(async () => {
  context = await testContext({ now: Date.parse("2026-11-12T12:00:00+08:00") });
});
afterAll(() => context.close());

const START = Date.parse("2026-11-10T09:00:00+08:00");
const HOUR = 3_600_000;
const ORDERS = ["1", "2", "3"];

/** Words that mean a node, two that mean the same, one that moves nothing. */
const WORDS: Record<string, string | null> = {
  待审: "order_review",
  已付款: "order_review",
  拣货: "picking",
  打包: "packed",
  部分发货: null,
  已发货: "awaiting_pickup",
  交易成功: "closed",
};

interface Shown {
  words: Record<string, string>;
  facts: Record<string, string | null>;
  shipBy: number | null;
}
/** What an export shows of each order; null: it lacks the order. */
type Drawn = Record<string, Shown | null>;

const word = fc.constantFrom(...Object.keys(WORDS));
const oneToken = fc.record({ main: word });
const parcels = fc.oneof(oneToken, fc.record({ main: word, "parcel:1": word }));
const facts = fc.record({
  carrier: fc.constantFrom(null, "SF", "YTO"),
  hold: fc.constantFrom(null, null, "risk"),
  warehouse: fc.constantFrom("W1", "W2"),
});
/** Which of two tokens moves first in one instant is for ids to say, and with it which facts and promises it leaves under. */
const steadyFacts = fc.constant({ carrier: "SF", hold: null, warehouse: "W1" });
/** What a shop exported in the course of a day. */
function exportsOf(
  words: fc.Arbitrary<Record<string, string>>,
  said: fc.Arbitrary<Record<string, string | null>>,
  shipBy: fc.Arbitrary<number | null>,
): fc.Arbitrary<Drawn[]> {
  const shown = fc.option(fc.record({ words, facts: said, shipBy }), { freq: 3 });
  const orders = Object.fromEntries(ORDERS.map((no) => [no, shown]));
  return fc.array(fc.record(orders), { minLength: 1, maxLength: 6 });
}

const promises = fc.constantFrom(null, START + 9 * HOUR, START + 50 * HOUR);
const drawnExports = fc.oneof(
  exportsOf(oneToken, facts, promises),
  exportsOf(parcels, steadyFacts, fc.constant(START + 9 * HOUR)),
);

function sighting(orderNo: string, { words, facts, shipBy }: Shown): OrderSighting {
  const tokens = Object.entries(words).map(([token, said]) => ({
    token,
    sighting: { content: { word: said, shipBy }, changedAt: null },
  }));
  return { orderNo, things: [{ token: ORDER, sighting: { content: facts, changedAt: null } }, ...tokens] };
}

/** The same changes in the long form: a row whenever a word, a fact or a promise is other than it was. */
function longForm(orderNo: string, exports: readonly Drawn[], no: string): IncomingEvent[] {
  const events: IncomingEvent[] = [];
  const words = new Map<string, string>();
  const promises = new Map<string, number | null>();
  let facts: Record<string, string | null> = {};
  exports.forEach((drawnThen, n) => {
    const now = drawnThen[no];
    if (!now) return;
    const order: OrderFactsPatch = {};
    for (const [field, value] of Object.entries(now.facts)) {
      if (value !== (facts[field] ?? null)) order[field] = value;
    }
    facts = now.facts;
    const said: Omit<IncomingEvent, "source" | "id" | "orderNo" | "occurredAt">[] = [];
    for (const [token, word] of Object.entries(now.words)) {
      const moved = words.get(token) !== word;
      const promised = (promises.get(token) ?? null) !== now.shipBy;
      words.set(token, word);
      promises.set(token, now.shipBy);
      if (!moved && !promised) continue;
      const promise = promised ? { promise: { shipBy: now.shipBy } } : {};
      said.push({ token, node: moved ? WORDS[word]! : null, ...promise });
    }
    if (said.length === 0 && Object.keys(order).length > 0) said.push({ token: "main", node: null });
    for (const one of said) {
      // Facts that move nothing come right after the export.
      const occurredAt = START + n * HOUR + (one.node === null ? 1 : 0);
      events.push({ source: "long", id: `${orderNo}/${one.token}/${n}`, orderNo, occurredAt, order, ...one });
    }
  });
  return events;
}

let run = 0;

async function visitsOf(prefix: string) {
  const rows = await context.sql`
    select o.order_no, v.* from visits v join orders o on o.id = v.order_id
    where o.order_no like ${`${prefix}%`} order by o.order_no, v.token, v.entered_at, v.left_at, v.node`;
  // The escalator's marks tell when an event came, which is not what is compared.
  return rows.map(({ order_id: _, id: __, next_step_at: ___, alerted: ____, order_no, ...row }) => ({
    no: order_no.slice(prefix.length),
    ...row,
    warn_at: sameInstant(row.warn_at),
    due_at: sameInstant(row.due_at),
  }));
}

/** A hold of which an export told without a move begins and ends a millisecond after it, and deadlines follow it. */
const sameInstant = (ms: number | null) => ms && Math.floor(ms / 100) * 100;

/** Imports exports in an order of arrival, then compares with the long form of the same changes. */
async function compare(exports: readonly Drawn[], arrival: readonly number[]) {
  const [short, long] = [`s${run}-`, `l${run}-`];
  const source = `import:property-${run++}`;
  const take = (n: number) => {
    const sightings = ORDERS.flatMap((no) => {
      const there = exports[n]![no];
      return there ? [sighting(short + no, there)] : [];
    });
    const lookUp = (said: string) => WORDS[said];
    return recordSnapshot(
      context,
      { source, exportedAt: START + n * HOUR, lookUp, binds: undefined },
      sightings,
    );
  };
  for (const n of arrival) expect((await take(n)).refused).toEqual([]);
  const [events] = await context.sql`select count(*)::int as n from events where source = ${source}`;
  for (const n of exports.keys()) expect((await take(n)).accepted).toBe(0);
  const told = ORDERS.flatMap((no) => longForm(long + no, exports, no));
  if (told.length > 0) await recordEvents(context, told);
  expect(await visitsOf(short)).toEqual(await visitsOf(long));
  return { recorded: events!.n as number, told: told.length };
}

const options = { numRuns: 30, seed: SEED };
const SLOW_MS = 120_000;

it(
  `snapshots give the visits of the long form of the same changes, and no more events (seed ${SEED})`,
  async () => {
    const property = fc.asyncProperty(drawnExports, async (exports) => {
      const { recorded, told } = await compare(exports, [...exports.keys()]);
      expect(recorded).toBeLessThanOrEqual(told);
    });
    await fc.assert(property, options);
  },
  SLOW_MS,
);

it(
  `in whatever order they arrive, and however often (seed ${SEED})`,
  async () => {
    const property = fc.asyncProperty(
      drawnExports,
      fc.infiniteStream(fc.nat()),
      fc.array(fc.nat(), { maxLength: 6 }),
      async (exports, random, repeats) => {
        const keyed = [...exports.keys(), ...repeats.map((r) => r % exports.length)].map((n) => ({
          n,
          key: random.next().value!,
        }));
        await compare(
          exports,
          keyed.sort((a, b) => a.key - b.key).map(({ n }) => n),
        );
      },
    );
    await fc.assert(property, options);
  },
  SLOW_MS,
);
