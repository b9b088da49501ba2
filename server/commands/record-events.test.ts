import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { IncomingEvent } from "../../domain/order/types.ts";
import { TEST_NOW, type TestContext, testContext } from "../testing/context.ts";
import { recordEvents } from "./record-events.ts";

const HOUR_MS = 3_600_000;

let context: TestContext;
beforeAll(async () => {
  context = await testContext();
});
afterAll(() => context.close());

let counter = 0;
function event(
  orderNo: string,
  node: string | null,
  hoursAgo: number,
  more: Partial<IncomingEvent> = {},
): IncomingEvent {
  counter++;
  return {
    source: "test",
    id: `e${counter}`,
    orderNo,
    token: "main",
    node,
    occurredAt: TEST_NOW - hoursAgo * HOUR_MS,
    ...more,
  };
}

async function visitsOf(orderNo: string) {
  return context.sql<{ node: string; entered_at: number; left_at: number | null; due_at: number | null }[]>`
    select v.node, v.entered_at, v.left_at, v.due_at from visits v join orders o on o.id = v.order_id
    where o.order_no = ${orderNo} and v.node not like 'watch:%' order by v.entered_at, v.left_at nulls last`;
}

describe("recordEvents", () => {
  it("turns the events of an order into visits, one batch after the other", async () => {
    const result = await recordEvents(context, [
      event("A", "awaiting_payment", 5),
      event("A", "order_review", 4),
    ]);
    expect(result).toEqual({ accepted: 2, duplicates: 0, quarantined: [], rejected: [] });
    await recordEvents(context, [event("A", "picking", 3)]);
    expect(await visitsOf("A")).toMatchObject([
      { node: "awaiting_payment", left_at: TEST_NOW - 4 * HOUR_MS },
      { node: "order_review", left_at: TEST_NOW - 3 * HOUR_MS },
      { node: "picking", entered_at: TEST_NOW - 3 * HOUR_MS, left_at: null },
    ]);
  });

  it("refolds an order when an event arrives late", async () => {
    await recordEvents(context, [event("B", "awaiting_payment", 5), event("B", "packed", 1)]);
    await recordEvents(context, [event("B", "picking", 3)]);
    expect(await visitsOf("B")).toMatchObject([
      { node: "awaiting_payment", left_at: TEST_NOW - 3 * HOUR_MS },
      { node: "picking", left_at: TEST_NOW - 1 * HOUR_MS },
      { node: "packed", left_at: null },
    ]);
  });

  it("counts a repeat as a duplicate and refuses other content under the same id", async () => {
    const first = event("C", "picking", 2, {
      order: { channel: "taobao", lines: [{ sku: "S", quantity: 1 }] },
    });
    await recordEvents(context, [first]);
    const again = await recordEvents(context, [first, first]);
    expect(again).toMatchObject({ accepted: 0, duplicates: 2, rejected: [] });
    const other = await recordEvents(context, [{ ...first, node: "packed" }]);
    expect(other.rejected).toMatchObject([{ index: 0, code: "id_reused" }]);
    expect(await visitsOf("C")).toHaveLength(1);
  });

  it("seals the recipient apart, and compares it when the event comes again", async () => {
    const first = event("D", "picking", 2, {
      order: { channel: "wechat" },
      recipient: { name: "测试 收件人" },
    });
    await recordEvents(context, [first]);
    const [row] = await context.sql`select body::text, recipient_id from events where id = ${first.id}`;
    expect(row!.body).not.toContain("收件人");
    expect(row!.recipient_id).not.toBeNull();
    expect(await recordEvents(context, [first])).toMatchObject({ duplicates: 1 });
    const changed = { ...first, recipient: { name: "别人" } };
    expect((await recordEvents(context, [changed])).rejected).toMatchObject([{ code: "id_reused" }]);
    await context.sql`delete from recipient_keys where order_no = 'D'`;
    expect(await recordEvents(context, [first])).toMatchObject({ duplicates: 1 });
    const [kept] = await context.sql`select count(*)::int as count from recipients where order_no = 'D'`;
    expect(kept!.count).toBe(1);
  });

  it("keeps an unknown node in quarantine until the same id can be placed", async () => {
    const lost = event("E", "teleporting", 2);
    const result = await recordEvents(context, [lost]);
    expect(result).toMatchObject({ accepted: 0, quarantined: [{ index: 0, code: "unknown_node" }] });
    expect(await visitsOf("E")).toHaveLength(0);
    await recordEvents(context, [lost]);
    const rows = await context.sql`select state, seen, word from quarantine where event_id = ${lost.id}`;
    expect(rows).toMatchObject([{ state: "waiting", seen: 2, word: "teleporting" }]);
    await recordEvents(context, [{ ...lost, node: "picking" }]);
    const after = await context.sql`select state from quarantine where event_id = ${lost.id}`;
    expect(after).toMatchObject([{ state: "superseded" }]);
  });

  it("refuses what is more than five minutes ahead of the clock, and takes what is just within", async () => {
    const ahead = (ms: number) => ({ ...event("F", "picking", 0), occurredAt: TEST_NOW + ms });
    const result = await recordEvents(context, [ahead(5 * 60_000 + 1), ahead(5 * 60_000)]);
    expect(result).toMatchObject({ accepted: 1, rejected: [{ index: 0, code: "in_the_future" }] });
  });

  it("survives two batches that create the same orders at once", async () => {
    const batch = (source: string) =>
      Array.from({ length: 60 }, (_, i) =>
        event(`G${source === "x" ? i : 59 - i}`, "picking", 2, { source }),
      );
    const results = await Promise.all([
      recordEvents(context, batch("x")),
      recordEvents(context, batch("y")),
      recordEvents(context, batch("z")),
    ]);
    expect(results.map((r) => r.accepted)).toEqual([60, 60, 60]);
    expect(await visitsOf("G7")).toHaveLength(1);
  });
});
