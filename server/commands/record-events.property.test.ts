import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { visitId } from "../../db/stores/visit-id.ts";
import { orderEvents } from "../../domain/order/arbitrary.testing.ts";
import { foldOnto, inSequence } from "../../domain/order/fold.ts";
import { emptyOrder } from "../../domain/order/state.ts";
import type { OrderEvent } from "../../domain/order/types.ts";
import { SEED } from "../../domain/testing/seed.ts";
import { type TestContext, testContext } from "../testing/context.ts";
import { changeNode } from "./change-node.ts";
import { rebuildVisits } from "./rebuild-visits.ts";
import { recordEvents } from "./record-events.ts";

let context: TestContext;
beforeAll(async () => {
  context = await testContext({ now: Date.parse("2026-11-12T12:00:00+08:00") });
});
afterAll(() => context.close());

let run = 0;

/** Every visit that is stored, but for versions and the order of rows. */
async function storedVisits(prefix: string) {
  const rows = await context.sql`
    select o.order_no, v.* from visits v join orders o on o.id = v.order_id
    where o.order_no like ${`${prefix}%`} order by v.id`;
  // When the escalator looks at a visit is no part of the fold.
  return rows.map(({ order_id: _, next_step_at: __, alerted: ___, ...row }) => row);
}

/** When the escalator looks at each visit next. */
async function nextSteps(prefix: string) {
  const rows = await context.sql<{ id: string; next_step_at: number | null }[]>`
    select v.id, v.next_step_at from visits v join orders o on o.id = v.order_id
    where o.order_no like ${`${prefix}%`} order by v.id`;
  return rows.map((row) => ({ ...row }));
}

async function foldedVisits(orders: OrderEvent[][]) {
  const settings = await context.settings.get();
  const visits = orders.flatMap((events) =>
    foldOnto(emptyOrder(), inSequence(events, settings), settings).changes.map(({ visit: v }) => ({
      order_no: events[0]!.orderNo,
      id: visitId(v.openedBy),
      token: v.token,
      node: v.node,
      entered_at: v.enteredAt,
      left_at: v.leftAt,
      warn_at: v.warnAt,
      due_at: v.dueAt,
      promise_at: v.promiseAt,
      channel: v.channel,
      bulky: v.bulky,
      custom: v.custom,
      warehouse: v.warehouse,
      carrier: v.carrier,
      region: v.region,
      segment: v.segment,
    })),
  );
  return visits.sort((a, b) => (a.id < b.id ? -1 : 1));
}

describe("the store keeps to the fold", () => {
  it(`however events are shuffled, repeated, cut into batches and sent at once; and a rebuild changes nothing (seed ${SEED})`, async () => {
    const orders = fc.tuple(...["1", "2", "3", "4"].map((no) => orderEvents(no)));
    const property = fc.asyncProperty(orders, fc.infiniteStream(fc.nat()), async (drawn, random) => {
      const prefix = `r${run++}-`;
      const named = drawn.map((events) =>
        events.map((e) => ({ ...e, id: `${prefix}${e.id}`, orderNo: `${prefix}${e.orderNo}` })),
      );
      const next = () => random.next().value as number;
      const arrivals = shuffled([...named.flat(), ...named.flat().filter(() => next() % 4 === 0)], next);
      for (let i = 0; i < arrivals.length; ) {
        const cut = i + 1 + (next() % 5);
        const end = cut + 1 + (next() % 5);
        const lots = [arrivals.slice(i, cut), arrivals.slice(cut, end)];
        i = end;
        await Promise.all(lots.map((lot) => recordEvents(context, lot)));
      }
      const expected = await foldedVisits(named);
      expect(await storedVisits(prefix)).toEqual(expected);
      const steps = await nextSteps(prefix);
      await rebuildVisits(context);
      expect(await storedVisits(prefix)).toEqual(expected);
      expect(await nextSteps(prefix)).toEqual(steps);
    });
    await fc.assert(property, { seed: SEED, numRuns: 25, verbose: 1 });
  });

  it("also after a node's allowance changed: open visits follow at once", async () => {
    const entered = Date.parse("2026-11-11T10:00:00+08:00");
    const open = {
      source: "s",
      id: "open",
      orderNo: "r-open",
      token: "main",
      node: "picking",
      occurredAt: entered,
    };
    await recordEvents(context, [open]);
    const changed = await changeNode(context, "test", "picking", { warnMs: 3_600_000, dueMs: 3 * 3_600_000 });
    expect(changed).toMatchObject({ ok: true });
    const [row] = await context.sql`select due_at from visits where id = ${visitId(open)}`;
    expect(row!.due_at).toBe(entered + 3 * 3_600_000);
    const before = await storedVisits("r");
    await rebuildVisits(context);
    expect(await storedVisits("r")).toEqual(before);
    const [audit] = await context.sql`select actor, detail from audit where action = 'node.change'`;
    expect(audit).toMatchObject({ actor: "test", detail: { after: { dueMs: 10_800_000 } } });
  });
});

function shuffled<T>(items: T[], next: () => number): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = next() % (i + 1);
    [items[i], items[j]] = [items[j]!, items[i]!];
  }
  return items;
}
