import { expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "../chance/time.ts";
import { Shop } from "../shop/shop.ts";
import { Ledger } from "./stand.ts";

/** Half the demo's shop, for half the time; the bounds are half of what the demo should show. */
const PEAK_PER_DAY = 6_000;
const HISTORY_MS = 2 * DAY_MS;
/** Hours after the demo begins; at 60 times real speed as many minutes. */
const LOOKS = [0, 7, 16, 24];
/** Those that the demo gives its shop. */
const CUTOFFS = { awaiting_pickup: ["17:00", "21:00"] };

test.each([
  { seed: 20_261_111, opened: "2026-11-22T01:07:00+08:00" },
  { seed: 7, opened: "2027-03-20T21:00:00+08:00" },
])("the demo's board is lively from the start ($seed, $opened)", { timeout: 120_000 }, ({ seed, opened }) => {
  const openedAt = Date.parse(opened);
  const shop = new Shop({ seed, peakPerDay: PEAK_PER_DAY, openedAt });
  const ledger = new Ledger(CUTOFFS);
  for (const { event } of shop.open(openedAt - HISTORY_MS, true)) ledger.add(event);

  for (const hours of LOOKS) {
    const now = openedAt + hours * HOUR_MS;
    for (const { event } of shop.until(now)) ledger.add(event);
    const { nodes, totals } = ledger.boardAt(now);
    const reds = nodes.map(({ key, red }) => ({ key, red })).sort((a, b) => b.red - a.red);
    expect(reds[0]!.key, `most reds at +${hours} h`).toBe("bulky_dispatch");
    expect(reds[0]!.red).toBeGreaterThan(20);
    expect(reds[0]!.red).toBeGreaterThan(totals.red * 0.5);
    expect(totals.orders).toBeGreaterThan(1_500);
    expect(totals.orders).toBeLessThan(4_000);
    expect(totals.red, "not everything is red").toBeLessThan(totals.open * 0.1);
    expect(reds.filter(({ red }) => red === 0).length, "calm nodes").toBeGreaterThan(4);
    expect(reds.filter(({ red }) => red > 0).length, "nodes with reds").toBeGreaterThan(2);
  }
  const visited = new Set([...ledger.orders.values()].flat().map(({ node }) => node));
  for (const { key } of ledger.boardAt(openedAt).nodes) expect(visited.has(key), key).toBe(true);
});
