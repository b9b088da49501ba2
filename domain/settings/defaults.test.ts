import { describe, expect, it } from "vitest";
import { defaultClocks, defaultNodes } from "./defaults.ts";

const HOUR_MS = 3_600_000;
/** What Taobao and Pinduoduo give between payment and shipping. */
const PLATFORM_SHIP_HOURS = 48;
const nodes = defaultNodes("Asia/Shanghai");

describe("the nodes to begin with", () => {
  it("are 21, ranked 1 to 21, with keys of their own", () => {
    expect(nodes.map((node) => node.rank)).toEqual(Array.from({ length: 21 }, (_, i) => i + 1));
    expect(new Set(nodes.map((node) => node.key)).size).toBe(21);
    expect(nodes.filter((node) => node.kind === "key")).toHaveLength(12);
  });

  it("leave the ship nodes' due hours within the platforms' 48", () => {
    const shipNodes = [2, 3, 5, 6, 7].map((rank) => nodes[rank - 1]!);
    expect(shipNodes.every((node) => node.promise === "ship")).toBe(true);
    const hours = shipNodes.reduce((sum, node) => sum + node.dueMs! / HOUR_MS, 0);
    expect(hours).toBe(35);
    expect(hours).toBeLessThanOrEqual(PLATFORM_SHIP_HOURS);
  });

  it("turn yellow no later than red and name clocks that exist", () => {
    const clocks = new Set(defaultClocks("Asia/Shanghai").map((clock) => clock.key));
    for (const node of nodes) {
      expect(node.warnMs ?? 0).toBeLessThanOrEqual(node.dueMs ?? 0);
      expect(clocks.has(node.clock)).toBe(true);
    }
  });
});
