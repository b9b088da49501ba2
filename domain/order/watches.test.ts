import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultClocks, defaultNodes } from "../settings/defaults.ts";
import { historyOf } from "../settings/history.ts";
import type { NodeVersion, SettingsHistory, WatchRule } from "../settings/types.ts";
import { SEED } from "../testing/seed.ts";
import { defaultWatches } from "../watch/defaults.ts";
import { orderEvents } from "./arbitrary.testing.ts";
import { foldOnto, inSequence } from "./fold.ts";
import { arrivals, byOpening, FoldingStore } from "./folding-store.testing.ts";
import { emptyOrder } from "./state.ts";
import type { OrderEvent, Visit } from "./types.ts";

const HOUR_MS = 3_600_000;
const NOON = Date.parse("2026-11-11T12:00:00+08:00");
const zone = "Asia/Shanghai";
const watches = defaultWatches(zone);
const calendar = { holidays: new Set<string>(), makeUpDays: new Set<string>() };
const settingsWith = (nodes: NodeVersion[], revision = 1): SettingsHistory =>
  historyOf(revision, [...defaultNodes(zone), ...nodes], defaultClocks(zone), calendar);
const settings = settingsWith(watches);

/** A rule of its own, without the defaults beside it. */
function rule(condition: unknown, more: Partial<WatchRule> = {}, validFrom = 0): NodeVersion {
  const watch = { condition, restartOn: [], moveTo: null, enabled: true, ...more };
  const node = watches.find(({ key }) => key === "watch:no_tracking_number")!;
  return { ...node, key: "watch:x", validFrom, watch };
}

let counter = 0;
function event(node: string | null, hour: number, more: Partial<OrderEvent> = {}): OrderEvent {
  counter++;
  const occurredAt = NOON + hour * HOUR_MS;
  return { source: "s", id: `e${counter}`, orderNo: "A", token: "main", node, occurredAt, ...more };
}

function fold(events: OrderEvent[], by = settings): Visit[] {
  return foldOnto(emptyOrder(), inSequence(events, by), by).changes.map(({ visit }) => visit);
}

const hourOf = (ms: number) => (ms - NOON) / HOUR_MS;
/** Visits of watches as `rule entered-left due`. */
function held(events: OrderEvent[], by = settings): string[] {
  return fold(events, by)
    .filter(({ token }) => token.startsWith("watch:"))
    .map((v) => {
      expect(v.token).toBe(v.node);
      const left = v.leftAt === null ? "" : hourOf(v.leftAt);
      return `${v.node.slice(6)} ${hourOf(v.enteredAt)}-${left} due ${v.dueAt === null ? "?" : hourOf(v.dueAt)}`;
    })
    .sort();
}

const tracked = { order: { trackingNo: "SF1" } };

describe("a watch", () => {
  it("is entered at the event at which its condition begins to hold, and ends when it ceases", () => {
    const events = [event("packed", 0), event("awaiting_pickup", 1), event(null, 2, tracked)];
    expect(held(events)).toContain("no_tracking_number 1-2 due 3");
  });

  it("ends when main is closed, and begins again when main comes back", () => {
    const x = settingsWith([rule({ "==": [{ var: "bulky" }, false] })]);
    const events = [event("packed", 0), event("closed", 1), event("packed", 2)];
    expect(held(events, x)).toEqual(["x 0-1 due 2", "x 2- due 4"]);
  });

  it("begins anew at each scan, of a parcel too, and not at other news; one that was overdue stays as it was", () => {
    const events = [
      event("in_transit", 0, tracked),
      event("in_transit", 5),
      event(null, 6, { order: { region: "east" } }),
      event("in_transit", 7, { token: "parcel:1" }),
    ];
    expect(held(events)).toEqual(["no_carrier_scan 7- due 31"]);
    expect(held([...events, event("in_transit", 40)])).toEqual([
      "no_carrier_scan 40- due 64",
      "no_carrier_scan 7-40 due 31",
    ]);
  });

  it("waits twice as long for bulky goods, by a rule of their own", () => {
    const lines = [{ sku: "SOFA", quantity: 1, bulky: true }];
    const events = [event("in_transit", 0, tracked), event(null, 1, { order: { lines } })];
    expect(held(events)).toEqual(["no_carrier_scan 0-1 due 24", "no_carrier_scan_bulky 1- due 49"]);
  });

  it("begins anew where a variable that it names changes, and not where it is said again", () => {
    const carrier = (name: string | null, hour: number) => event(null, hour, { order: { carrier: name } });
    const x = settingsWith([rule({ "==": [{ var: "node" }, "packed"] }, { restartOn: ["order.carrier"] })]);
    const events = [event("packed", 0), carrier("sf", 1), carrier("sf", 2)];
    expect(held(events, x)).toEqual(["x 1- due 3"]);
    expect(held([...events, carrier(null, 2.5)], x)).toEqual(["x 2.5- due 4.5"]);
  });

  it("sees a refund that is asked for while the goods are being loaded", () => {
    const refund = { token: "refund:F1" };
    const events = [
      event("bulky_dispatch", 0),
      event("refund_review", 1, refund),
      event("closed", 2, refund),
    ];
    expect(held(events)).toEqual([expect.stringContaining("refund_while_loading 1-2 due")]);
  });

  it("looks at a next-day promise until 15:00", () => {
    const placedAt = NOON - 3 * HOUR_MS;
    const promise = { deliverBy: NOON + 30 * HOUR_MS };
    const events = [event("awaiting_stock", 0, { order: { placedAt }, promise }), event("picking", 4)];
    expect(held(events)).toEqual(["promise_too_tight 0-4 due 3"]);
    const later = { deliverBy: NOON + 60 * HOUR_MS };
    expect(held([event("awaiting_stock", 0, { order: { placedAt }, promise: later })])).toEqual([]);
  });

  it("stands still while the order is on hold", () => {
    const events = [event("in_transit", 0), event(null, 1, { order: { hold: "risk" } })];
    expect(held(events)).toEqual(["no_tracking_number 0- due ?"]);
  });

  it("has the dimensions of its order", () => {
    const events = [event("in_transit", 0, { order: { carrier: "sf", channel: "taobao" } })];
    expect(fold(events).at(-1)).toMatchObject({
      node: "watch:no_tracking_number",
      carrier: "sf",
      channel: "taobao",
    });
  });

  it("ends under the facts before the event that ends it, as other visits do", () => {
    const more = { order: { warehouse: "W2" } };
    const events = [event("in_transit", 0, { order: { warehouse: "W1" } }), event("delivered", 1, more)];
    expect(fold(events).map(({ node, warehouse }) => `${node} ${warehouse}`)).toEqual([
      "in_transit W1",
      "watch:no_tracking_number W1",
      "delivered W2",
    ]);
  });

  it("holds from the version of its rule on, and follows each later one", () => {
    const at = (key: string) => ({ "==": [{ var: "node" }, key] });
    const versions = [
      rule(at("packed"), {}, NOON + HOUR_MS),
      rule(at("picking"), {}, NOON + 2 * HOUR_MS),
      rule(at("packed"), { enabled: false }, NOON + 3 * HOUR_MS),
      rule(at("packed"), {}, NOON + 4 * HOUR_MS),
    ];
    const x = settingsWith(versions);
    expect(held([event("packed", 0)], x)).toEqual(["x 1-2 due 3", "x 4- due 6"]);
    expect(held([event("packed", 0), event("picking", 2.5)], x)).toEqual(["x 1-2 due 3", "x 2.5-3 due 4.5"]);
    expect(held([event("packed", 1.5)], x)).toEqual(["x 1.5-2 due 3.5", "x 4- due 6"]);
  });

  it("does not hold while it is off, and one that cannot be read holds nowhere", () => {
    expect(held([event("packed", 0)], settingsWith([rule({ "!": [false] }, { enabled: false })]))).toEqual(
      [],
    );
    expect(held([event("packed", 0)], settingsWith([rule({ log: ["x"] })]))).toEqual([]);
  });

  it("has a token that no source can move", () => {
    const events = [event("packed", 0), event("packed", 1, { token: "watch:no_tracking_number" })];
    expect(held(events)).toEqual([]);
  });
});

describe("the fold of a watch", () => {
  it("goes on from its state as from the beginning when a hold that stands still begins anew", () => {
    const hold = event("in_transit", 0, { order: { trackingNo: "SF1", hold: "risk" } });
    const store = new FoldingStore(settings);
    store.take([hold]);
    const scan = event("in_transit", 5);
    store.take([scan]);
    expect(store.visits()).toEqual(byOpening(fold([hold, scan])));
  });
});

describe("a move of a watch", () => {
  const move = (hour: number, node = "payment_timeout") =>
    event(node, hour, { source: "andon", id: `watch:payment_overdue:v:${hour}` });
  const nodesOf = (events: OrderEvent[]) =>
    fold(events).flatMap(({ token, node }) => (token === "main" ? [node] : []));

  it("moves main when the hold has lasted, and the watch ends with it", () => {
    const events = [event("awaiting_payment", 0), move(0.5)];
    expect(nodesOf(events)).toEqual(["awaiting_payment", "payment_timeout"]);
    expect(held(events)).toEqual(["payment_overdue 0-0.5 due 0.5"]);
  });

  it("says nothing when an event that came later tells that the hold had ended or stood still", () => {
    const waiting = event("awaiting_payment", 0);
    expect(nodesOf([waiting, event("picking", 0.4), move(0.5)])).toEqual(["awaiting_payment", "picking"]);
    const hold = event(null, 0.1, { order: { hold: "risk" } });
    expect(nodesOf([waiting, hold, move(0.5)])).toEqual(["awaiting_payment"]);
    expect(nodesOf([waiting, move(0.4)])).toEqual(["awaiting_payment"]);
    expect(nodesOf([waiting, move(0.5, "packed")])).toEqual(["awaiting_payment"]);
  });
});

const NODES = ["packed", "awaiting_payment", "in_transit", "allocating"];
const START = Date.parse("2026-11-09T00:00:00+08:00");
const conditions = fc.oneof(
  fc.subarray(NODES, { minLength: 1 }).map((nodes) => ({ and: [{ in: [{ var: "node" }, nodes] }] })),
  fc.constantFrom(
    { "!": [{ var: "order.carrier" }] },
    { "==": [{ var: "bulky" }, true] },
    { "==": [{ var: "order.channel" }, "taobao"] },
    { "!!": [{ var: "tokens.return" }] },
    { "!!": [{ var: "promise.shipBy" }] },
    { ">": [{ var: "since" }, START + 20 * HOUR_MS] },
  ),
);
const versions = fc.array(
  fc
    .record({
      condition: conditions,
      hour: fc.integer({ min: -5, max: 65 }),
      enabled: fc.constantFrom(true, true, true, false),
      restartOn: fc.subarray(["event", "scan", "order.carrier", "promise.shipBy"], { maxLength: 2 }),
      dueMs: fc.integer({ min: 1, max: 9 }).map((hours) => hours * HOUR_MS),
      key: fc.constantFrom("watch:x", "watch:y"),
      // Among the arrivals, when it becomes known.
      known: fc.nat({ max: 12 }),
    })
    .map(({ condition, hour, enabled, restartOn, dueMs, key, known }) => ({
      known,
      node: {
        ...rule(condition, { enabled, restartOn }, START + hour * HOUR_MS),
        key,
        warnMs: HOUR_MS,
        dueMs,
      },
    })),
  { maxLength: 6 },
);
const ownMoves = fc.array(
  fc.record({
    hour: fc.integer({ min: 0, max: 60 }),
    key: fc.constantFrom("payment_overdue", "no_carrier_scan"),
  }),
  { maxLength: 2 },
);

describe("watches in the fold", () => {
  it(`are the same however events arrive and whenever their rules are changed (seed ${SEED})`, () => {
    let heldVisits = 0;
    fc.assert(
      fc.property(
        orderEvents(),
        ownMoves,
        versions,
        fc.infiniteStream(fc.nat()),
        (told, moves, rules, random) => {
          const next = () => random.next().value as number;
          const own = moves.map(({ hour, key }, i): OrderEvent => {
            const node = key === "payment_overdue" ? "payment_timeout" : "logistics_stalled";
            const occurredAt = START + hour * HOUR_MS;
            return {
              source: "andon",
              id: `watch:${key}:${i}`,
              orderNo: "A",
              token: "main",
              node,
              occurredAt,
            };
          });
          const events = [...told, ...own];
          // Each version of a key begins after those that were known before it, as commands see to.
          const inTime = [...rules].sort((a, b) => a.node.validFrom - b.node.validFrom);
          const learnt = inTime.map((one) => one.known).sort((a, b) => a - b);
          const whole = settingsWith([...watches, ...inTime.map(({ node }) => node)]);
          const store = new FoldingStore(settingsWith(watches));
          let made = 0;
          const learn = (step: number) => {
            while (made < inTime.length && learnt[made]! <= step) {
              made++;
              const nodes = inTime.slice(0, made).map(({ node }) => node);
              store.change(settingsWith([...watches, ...nodes]), nodes.at(-1)!.validFrom);
            }
          };
          for (const [step, batch] of arrivals(events, next).entries()) {
            learn(step);
            store.take(batch);
          }
          learn(Number.POSITIVE_INFINITY);
          const expected = fold(events, whole);
          heldVisits += expected.filter(({ token }) => token.startsWith("watch:")).length;
          expect(store.visits()).toEqual(byOpening(expected));
          expect(new Set(expected.map(({ openedBy }) => `${openedBy.source} ${openedBy.id}`)).size).toBe(
            expected.length,
          );
        },
      ),
      { seed: SEED, numRuns: 400, verbose: 1 },
    );
    expect(heldVisits).toBeGreaterThan(200);
  });
});
