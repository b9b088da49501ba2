import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { recordEvents } from "../../server/commands/record-events.ts";
import { listenForPokes, type Pokes } from "../../server/live/pokes.ts";
import { realClock } from "../../server/platform/clock.ts";
import { type TestContext, testContext } from "../../server/testing/context.ts";
import type { Running } from "../loop.ts";
import { runEscalator } from "./run-escalator.ts";

const beats: string[] = [];
const listener = createServer((request, response) => {
  beats.push(request.url!);
  response.end();
});

let context: TestContext;
let pokes: Pokes;
let running: Running[] = [];
beforeAll(async () => {
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const { port } = listener.address() as AddressInfo;
  context = await testContext({ env: { ANDON_HEARTBEAT_URL: `http://127.0.0.1:${port}/beat` } });
  // Steps are awaited here, so shop time has to run.
  context.clock = realClock;
  pokes = listenForPokes(context);
});
beforeEach(() => {
  beats.length = 0;
});
afterEach(async () => {
  await Promise.all(running.map((worker) => worker.stop()));
  running = [];
});
afterAll(async () => {
  pokes.close();
  listener.close();
  await context.close();
});

const start = () => running.push(runEscalator(context, pokes));
const alertsOf = (orderNo: string) =>
  context.sql<{ dueAt: number; openedAt: number }[]>`
    select due_at as "dueAt", opened_at as "openedAt" from alerts where order_no = ${orderNo}`;

/** An order whose promise passes in a moment. */
function packed(orderNo: string, dueInMs: number) {
  const occurredAt = Date.now();
  const promise = { shipBy: occurredAt + dueInMs, binds: "only" as const };
  const event = { source: "wms", id: orderNo, orderNo, token: "main", node: "inspection_failed", occurredAt };
  return recordEvents(context, [{ ...event, promise }]);
}

it("wakes for the nearest deadline, whether it knew of it or is told", async () => {
  start();
  start();
  await Promise.all([packed("soon", 300), packed("later", 900)]);
  for (const orderNo of ["soon", "later"]) {
    const [alert] = await vi.waitFor(
      async () => {
        const alerts = await alertsOf(orderNo);
        expect(alerts).toHaveLength(1);
        return alerts;
      },
      { timeout: 5_000, interval: 20 },
    );
    expect(alert!.openedAt).toBeGreaterThanOrEqual(alert!.dueAt);
  }
});

it("tells the listener that steps fire, and says nothing while steps are overdue", async () => {
  start();
  await vi.waitFor(() => expect(beats).toEqual(["/beat"]), { timeout: 5_000, interval: 20 });
  await Promise.all(running.splice(0).map((worker) => worker.stop()));

  await packed("stuck", 0);
  await context.sql`update visits set next_step_at = now() - interval '1 minute' where order_id in
    (select id from orders where order_no = 'stuck')`;
  await context.sql.begin(async (tx) => {
    // Somebody holds the visit, so that its step cannot fire.
    await tx`select from visits where order_id in (select id from orders where order_no = 'stuck') for update`;
    start();
    await new Promise((resolve) => setTimeout(resolve, 700));
  });
  expect(beats).toHaveLength(1);
  await vi.waitFor(async () => expect(await alertsOf("stuck")).toHaveLength(1), {
    timeout: 5_000,
    interval: 20,
  });
});
