import { afterAll, beforeAll, expect, test } from "vitest";
import { delaySummarySchema } from "../../domain/wire/delay.ts";
import { rebuildDelays } from "../commands/rebuild-delays.ts";
import { stageOrder } from "../live/testing/stage.ts";
import { TEST_NOW, type TestContext, testContext } from "../testing/context.ts";
import { readDelaySummary } from "./delay-summary.ts";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
let ctx: TestContext;
beforeAll(async () => {
  ctx = await testContext();
});
afterAll(() => ctx.close());

test("tells what of the last 24 hours was overdue where, hour by hour", async () => {
  const at = TEST_NOW + 30 * MINUTE_MS;
  ctx.setNow(at);
  await stageOrder(ctx, "A", [
    // Ended, overdue for 90 minutes over an hour's edge.
    {
      node: "picking",
      enteredAt: TEST_NOW - 10 * HOUR_MS,
      dueAt: TEST_NOW - 3 * HOUR_MS - 30 * MINUTE_MS,
      leftAt: TEST_NOW - 2 * HOUR_MS,
    },
    // Open and overdue for longer than the window.
    { node: "packed", enteredAt: TEST_NOW - 50 * HOUR_MS, dueAt: TEST_NOW - 40 * HOUR_MS },
  ]);
  // Staged past the fold, which would have noted it.
  await rebuildDelays(ctx);
  const summary = delaySummarySchema.parse(await readDelaySummary(ctx, at));
  expect(summary.hours).toHaveLength(25);
  expect(summary.totalOverdueSeconds).toBe(25.5 * 3_600);
  const node = (key: string) => summary.nodes.find((row) => row.key === key)!;
  expect(node("picking")).toMatchObject({ overdueSeconds: 5_400, redHourAgo: 0, trend: "steady" });
  expect(node("packed")).toMatchObject({ overdueSeconds: 86_400, redHourAgo: 1, share: 24 / 25.5 });
  expect(summary.cells.filter((cell) => cell.node === "picking")).toEqual([
    { node: "picking", hour: 20, visits: 1, overdueSeconds: 1_800 },
    { node: "picking", hour: 21, visits: 1, overdueSeconds: 3_600 },
  ]);
  expect(summary.cells.filter((cell) => cell.node === "packed")).toHaveLength(25);
});
