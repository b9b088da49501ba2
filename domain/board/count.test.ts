import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { NodeVersion } from "../settings/types.ts";
import { BoardCounter, type OpenVisit } from "./count.ts";

const NOW = Date.UTC(2026, 2, 1, 12);

function node(key: string, rank: number, kind: NodeVersion["kind"] = "key"): NodeVersion {
  return {
    key,
    rank,
    nameZh: key,
    nameEn: key,
    lane: "warehouse",
    phase: "pre_ship",
    kind,
    warnMs: null,
    dueMs: null,
    leadMs: null,
    clock: "always",
    promise: null,
    severity: 2,
    owner: "warehouse_lead",
    cutoffs: [],
    cutoffTimezone: "Asia/Shanghai",
    validFrom: 0,
  };
}

const visit = (orderId: number, of: string, more: Partial<OpenVisit> = {}): OpenVisit => ({
  orderId,
  node: of,
  enteredAt: NOW - 1000,
  warnAt: null,
  dueAt: null,
  promiseAt: null,
  ...more,
});

describe("counting a board", () => {
  it("lists every node in rank order and adds up, watches apart", () => {
    const counter = new BoardCounter([node("b", 2), node("watch:x", 30, "watch"), node("a", 1)], NOW);
    counter.add(visit(1, "a", { warnAt: NOW, dueAt: NOW + 1 }));
    counter.add(visit(1, "b", { warnAt: NOW - 1, dueAt: NOW, promiseAt: NOW, enteredAt: NOW - 5000 }));
    counter.add(visit(2, "b"));
    counter.add(visit(3, "watch:x", { dueAt: NOW - 1 }));
    expect(counter.add(visit(4, "gone"))).toBe(false);
    const { nodes, watches, totals } = counter.counts();
    expect(nodes.map((row) => row.key)).toEqual(["a", "b"]);
    expect(nodes[0]).toMatchObject({ green: 0, yellow: 1, red: 0, breached: 0 });
    expect(nodes[1]).toMatchObject({
      green: 1,
      red: 1,
      breached: 1,
      oldestEnteredAt: new Date(NOW - 5000).toISOString(),
    });
    expect(watches).toMatchObject([{ key: "watch:x", red: 1 }]);
    expect(totals).toEqual({ orders: 2, open: 3, green: 1, yellow: 1, red: 1, breached: 1 });
  });

  it("adds up to its rows and does not care about the order of visits", () => {
    const at = fc.option(fc.integer({ min: NOW - 5, max: NOW + 5 }));
    const some = fc.record({
      orderId: fc.integer({ min: 1, max: 20 }),
      node: fc.constantFrom("a", "b"),
      enteredAt: fc.integer({ min: NOW - 100, max: NOW }),
      warnAt: at,
      dueAt: at,
      promiseAt: at,
    });
    const count = (visits: OpenVisit[]) => {
      const counter = new BoardCounter([node("a", 1), node("b", 2)], NOW);
      for (const each of visits) counter.add(each);
      return counter.counts();
    };
    fc.assert(
      fc.property(fc.array(some), (visits) => {
        const { nodes, totals } = count(visits);
        expect(totals.open).toBe(visits.length);
        expect(totals.orders).toBe(new Set(visits.map((v) => v.orderId)).size);
        expect(nodes.reduce((sum, row) => sum + row.red, 0)).toBe(totals.red);
        expect(count(visits.toReversed())).toEqual({ nodes, totals, watches: [] });
      }),
      { verbose: 1 },
    );
  });
});
