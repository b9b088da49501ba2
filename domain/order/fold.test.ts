import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultClocks, defaultNodes } from "../settings/defaults.ts";
import { historyOf } from "../settings/history.ts";
import { SEED } from "../testing/seed.ts";
import { orderEvents } from "./arbitrary.testing.ts";
import { foldOnto, inSequence } from "./fold.ts";
import { arrivals, byOpening, FoldingStore } from "./folding-store.testing.ts";
import { compareBytes } from "./sequence.ts";
import { emptyOrder } from "./state.ts";
import type { OrderEvent, Visit } from "./types.ts";

const HOUR_MS = 3_600_000;
const NOON = Date.parse("2026-11-11T12:00:00+08:00");
const zone = "Asia/Shanghai";
const settings = historyOf(1, defaultNodes(zone), defaultClocks(zone), {
  holidays: new Set(),
  makeUpDays: new Set(),
});

let counter = 0;
function event(node: string | null, hour: number, more: Partial<OrderEvent> = {}): OrderEvent {
  counter++;
  return {
    source: "s",
    id: `e${counter}`,
    orderNo: "A",
    token: "main",
    node,
    occurredAt: NOON + hour * HOUR_MS,
    ...more,
  };
}

function fold(events: OrderEvent[]): Visit[] {
  return foldOnto(emptyOrder(), inSequence(events, settings), settings).changes.map(({ visit }) => visit);
}

const brief = (visits: Visit[]) =>
  visits.map(
    (v) => `${v.token} ${v.node} ${hourOf(v.enteredAt)}-${v.leftAt === null ? "" : hourOf(v.leftAt)}`,
  );
const hourOf = (ms: number) => (ms - NOON) / HOUR_MS;

describe("the fold", () => {
  it("lets a token wait in one node after the other", () => {
    const events = [event("packed", 3), event("picking", 1), event("closed", 4)];
    expect(brief(fold(events))).toEqual(["main picking 1-3", "main packed 3-4"]);
  });

  it("begins no new visit where the token already is", () => {
    const visits = fold([event("picking", 1), event("picking", 2), event("packed", 3)]);
    expect(brief(visits)).toEqual(["main picking 1-3", "main packed 3-"]);
  });

  it("gives two visits to a node that is entered again", () => {
    const visits = fold([event("picking", 1), event("inspection_failed", 2), event("picking", 3)]);
    expect(brief(visits)).toEqual(["main picking 1-2", "main inspection_failed 2-3", "main picking 3-"]);
  });

  it("opens the token again after closed", () => {
    expect(brief(fold([event("picking", 1), event("closed", 2), event("packed", 3)]))).toEqual([
      "main picking 1-2",
      "main packed 3-",
    ]);
  });

  it("orders one instant by the node's rank, closed last", () => {
    const visits = fold([event("closed", 1), event("delivered", 1), event("in_transit", 0)]);
    expect(brief(visits)).toEqual(["main in_transit 0-1", "main delivered 1-1"]);
  });

  it("takes an event earlier than all others", () => {
    const visits = fold([event("packed", 3), event("awaiting_payment", -5)]);
    expect(brief(visits)).toEqual(["main awaiting_payment -5-3", "main packed 3-"]);
  });

  it("keeps tokens apart, whatever they are called", () => {
    const parcel = { token: "__proto__" };
    const visits = fold([event("picking", 1), event("in_transit", 2, parcel), event("closed", 3, parcel)]);
    expect(brief(visits)).toEqual(["__proto__ in_transit 2-3", "main picking 1-"]);
  });

  it("moves the deadline of an open visit when a promise changes, and not that of a closed one", () => {
    const visits = fold([
      event("allocating", 0),
      event("picking", 1),
      event(null, 2, { promise: { shipBy: NOON + 2.5 * HOUR_MS } }),
    ]);
    expect(visits.map((v) => [v.node, hourOf(v.dueAt!), v.promiseAt])).toEqual([
      ["allocating", 2, null],
      ["picking", 2.5, NOON + 2.5 * HOUR_MS],
    ]);
  });

  it("gives a parcel the promises of main where it has none, until null clears its own", () => {
    const parcel = { token: "parcel:1" };
    const own = { ...parcel, promise: { collectBy: NOON + 9 * HOUR_MS } };
    const base = [
      event("picking", 0, { promise: { collectBy: NOON + 5 * HOUR_MS } }),
      event("awaiting_pickup", 1, own),
      event("awaiting_pickup", 1, { token: "return:R1" }),
    ];
    const promiseOf = (visits: Visit[], token: string) => visits.find((v) => v.token === token)!.promiseAt;
    expect(promiseOf(fold(base), "parcel:1")).toBe(NOON + 9 * HOUR_MS);
    const cleared = fold([...base, event(null, 2, { ...parcel, promise: { collectBy: null } })]);
    expect(promiseOf(cleared, "parcel:1")).toBe(NOON + 5 * HOUR_MS);
    expect(promiseOf(cleared, "return:R1")).toBeNull();
  });

  it("stops the allowance while the order is on hold, for every token", () => {
    const held = [event("allocating", 0), event(null, 1, { order: { hold: "risk" } })];
    expect(fold(held)[0]!.dueAt).toBeNull();
    const released = [...held, event(null, 4, { order: { hold: null } })];
    expect(hourOf(fold(released)[0]!.dueAt!)).toBe(5);
  });

  it("replaces lines whole and takes bulky and custom from them", () => {
    const lines = (bulky: boolean) => [{ sku: "S", quantity: 1, bulky }];
    const visits = fold([
      event("picking", 0, { order: { lines: lines(true) } }),
      event("packed", 1, { order: { lines: lines(false) } }),
    ]);
    expect(visits.map((v) => v.bulky)).toEqual([true, false]);
  });

  it("uses the settings of leftAt for a closed visit and the newest for an open one", () => {
    const changed = { ...defaultNodes(zone)[2]!, dueMs: 6 * HOUR_MS, validFrom: NOON + 2 * HOUR_MS };
    const later = historyOf(2, [...defaultNodes(zone), changed], defaultClocks(zone), settings.calendar);
    const due = (events: OrderEvent[]) =>
      foldOnto(emptyOrder(), inSequence(events, later), later).changes.map(({ visit }) =>
        hourOf(visit.dueAt!),
      );
    expect(due([event("allocating", 0), event("closed", 1)])).toEqual([2]);
    expect(due([event("allocating", 0), event("closed", 3)])).toEqual([6]);
    expect(due([event("allocating", 0)])).toEqual([6]);
  });

  it(`gives the same visits in whatever order, however often and in whatever batches events arrive (seed ${SEED})`, () => {
    fc.assert(
      fc.property(orderEvents(), fc.infiniteStream(fc.nat()), (events, random) => {
        const expected = fold(events);
        const next = () => random.next().value as number;
        const store = new FoldingStore(settings);
        for (const batch of arrivals(events, next)) store.take(batch);
        expect(store.visits()).toEqual(byOpening(expected));
      }),
      { seed: SEED, numRuns: 400, verbose: 1 },
    );
  });
});

describe("compareBytes", () => {
  it("orders as UTF-8 bytes do, astral characters too", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (a, b) => {
        expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
      { seed: SEED, verbose: 1 },
    );
  });
});
