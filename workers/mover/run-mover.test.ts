import { afterAll, beforeAll, expect, it } from "vitest";
import { recordEvents } from "../../server/commands/record-events.ts";
import { TEST_NOW, type TestContext, testContext } from "../../server/testing/context.ts";
import type { Running } from "../loop.ts";
import { runMover } from "./run-mover.ts";

let context: TestContext;
let movers: Running[];
beforeAll(async () => {
  context = await testContext();
  movers = [runMover(context), runMover(context)];
});
afterAll(async () => {
  await Promise.all(movers.map((mover) => mover.stop()));
  await context.close();
});

it("moves orders whose watch has lasted, each once, however many movers run", async () => {
  const orderNos = Array.from({ length: 30 }, (_, i) => `A-${i}`);
  await recordEvents(
    context,
    orderNos.map((orderNo) => ({
      source: "t",
      id: orderNo,
      orderNo,
      token: "main",
      node: "awaiting_payment",
      occurredAt: TEST_NOW - 3_600_000,
    })),
  );
  const moved = async () => {
    const [row] = await context.sql<{ visits: number }[]>`
      select count(*) as visits from visits where node = 'payment_timeout' and left_at is null`;
    return row!.visits;
  };
  await expect.poll(moved, { timeout: 10_000 }).toBe(30);
  const [log] = await context.sql`select count(*) as events from events where source = 'andon'`;
  expect(log).toEqual({ events: 30 });
});
