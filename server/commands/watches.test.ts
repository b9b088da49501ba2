import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { IncomingEvent } from "../../domain/order/types.ts";
import { newest } from "../../domain/settings/history.ts";
import { timesOfNode, watchSpecSchema } from "../../domain/watch/spec.ts";
import { dryRunWatch } from "../queries/dry-run-watch.ts";
import { listWatches } from "../queries/list-watches.ts";
import { TEST_NOW, type TestContext, testContext } from "../testing/context.ts";
import { changeNode } from "./change-node.ts";
import { moveDue } from "./move-due.ts";
import { rebuildVisits } from "./rebuild-visits.ts";
import { recordEvents } from "./record-events.ts";
import { setWatch } from "./set-watch.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
let context: TestContext;

beforeAll(async () => {
  context = await testContext();
});
afterAll(() => context.close());

let counter = 0;
function event(orderNo: string, node: string | null, at: number, more: Partial<IncomingEvent> = {}) {
  counter++;
  return { source: "t", id: `e${counter}`, orderNo, token: "main", node, occurredAt: at, ...more };
}

/** Visits of an order as `token node entered-left`, hours from TEST_NOW. */
async function visitsOf(orderNo: string): Promise<string[]> {
  const rows = await context.sql<{ token: string; node: string; entered: number; left: number | null }[]>`
    select v.token, v.node, v.entered_at as entered, v.left_at as left
    from visits v join orders o on o.id = v.order_id where o.order_no = ${orderNo} order by v.entered_at, v.token, v.node`;
  const hour = (ms: number | null) => (ms === null ? "" : (ms - TEST_NOW) / HOUR_MS);
  return rows.map((row) => `${row.token} ${row.node} ${hour(row.entered)}-${hour(row.left)}`);
}

const spec = (more: object) =>
  watchSpecSchema.parse({
    nameZh: "包好没动",
    nameEn: "Packed and not moved",
    lane: "warehouse",
    severity: 2,
    owner: "warehouse_lead",
    warnMs: HOUR_MS,
    dueMs: 2 * HOUR_MS,
    condition: { "==": [{ var: "node" }, "packed"] },
    ...more,
  });

describe("setting a watch", () => {
  it("lets open orders enter it, change deadlines and leave it, as a rebuild would", async () => {
    context.setNow(TEST_NOW);
    await recordEvents(context, [
      event("W-1", "packed", TEST_NOW - HOUR_MS),
      event("W-2", "picking", TEST_NOW - HOUR_MS),
      event("W-3", "packed", TEST_NOW + MINUTE_MS),
    ]);
    const dry = await dryRunWatch(context, null, spec({}));
    expect(dry).toMatchObject({
      ok: true,
      result: { holds: 2, enters: 2, leaves: 0, orderNos: ["W-1", "W-3"] },
    });

    expect(await setWatch(context, "test", "idle", spec({}))).toMatchObject({ ok: true, created: true });
    expect(await visitsOf("W-1")).toEqual(["main packed -1-", "watch:idle watch:idle 0-"]);
    expect(await visitsOf("W-2")).toEqual(["main picking -1-"]);
    expect(await visitsOf("W-3")).toContain(`watch:idle watch:idle ${1 / 60}-`);
    const held = (await listWatches(context)).find(({ key }) => key === "idle");
    expect(held).toMatchObject({ node: "watch:idle", holds: 2, problem: null, dueMs: 2 * HOUR_MS });

    context.setNow(TEST_NOW + HOUR_MS);
    await setWatch(context, "test", "idle", spec({ dueMs: 5 * HOUR_MS }));
    const [deadline] = await context.sql<{ due: number }[]>`
      select v.due_at as due from visits v join orders o on o.id = v.order_id
      where o.order_no = 'W-1' and v.node = 'watch:idle'`;
    expect(deadline!.due).toBe(TEST_NOW + 5 * HOUR_MS);

    context.setNow(TEST_NOW + 2 * HOUR_MS);
    await setWatch(context, "test", "idle", spec({ condition: { "==": [{ var: "node" }, "picking"] } }));
    expect(await visitsOf("W-1")).toEqual(["main packed -1-", "watch:idle watch:idle 0-2"]);
    expect(await visitsOf("W-2")).toEqual(["main picking -1-", "watch:idle watch:idle 2-"]);

    context.setNow(TEST_NOW + 3 * HOUR_MS);
    await setWatch(context, "test", "idle", spec({ enabled: false }));
    // An event from before the last change: the order is folded again.
    await recordEvents(context, [event("W-2", "packed", TEST_NOW + 1.5 * HOUR_MS)]);
    expect(await visitsOf("W-2")).toEqual([
      "main picking -1-1.5",
      "main packed 1.5-",
      "watch:idle watch:idle 1.5-2",
    ]);
    const before =
      await context.sql`select id, entered_at, left_at, due_at from visits order by order_id, id`;
    await rebuildVisits(context);
    expect(
      await context.sql`select id, entered_at, left_at, due_at from visits order by order_id, id`,
    ).toEqual(before);
    const audit = await context.sql`select action from audit where subject = 'watch:idle' order by id`;
    expect(audit.map(({ action }) => action)).toEqual([
      "watch.create",
      "watch.change",
      "watch.change",
      "watch.change",
    ]);
    const notes = await context.sql`select from outbox`;
    expect(notes.length).toBeGreaterThan(0);
  });

  it.each([
    [{ condition: { log: ["x"] } }, "condition", "not among the operations"],
    [{ condition: { "==": [{ var: "nodes" }, 1] } }, "condition.==[0].var", "is no variable"],
    [{ condition: { "==": [{ var: "node" }, "packt"] } }, "condition", 'no node "packt"'],
    [{ condition: { "!!": [{ var: "order.constructor" }] } }, "condition.!![0].var", "is no variable"],
    [{ dueMs: null, warnMs: null }, "dueMs", "is absent"],
    [{ warnMs: 3 * HOUR_MS }, "warnMs", "must not be later"],
    [{ clock: "lunar" }, "clock", 'no "lunar"'],
    [{ timesOf: "nowhere" }, "timesOf", 'no node "nowhere"'],
    [{ timesOf: "watch:payment_overdue" }, "timesOf", "no node"],
    [{ moveTo: "packed" }, "moveTo", "go on to hold"],
    [{ moveTo: "nowhere" }, "moveTo", 'no node "nowhere"'],
    [{ moveTo: "picking", condition: { "!": [{ var: "bulky" }] } }, "condition", "from which nodes"],
    [{ restartOn: ["bulky"] }, "restartOn[0]", "must be event, scan"],
  ])("refuses %j", async (more, field, detail) => {
    const refused = await setWatch(context, "test", "bad", spec(more));
    expect(refused).toMatchObject({ ok: false, field, detail: expect.stringContaining(detail) });
  });
});

describe("a watch that moves", () => {
  const node = async (orderNo: string) =>
    (await visitsOf(orderNo)).filter((visit) => visit.startsWith("main "));
  const at = TEST_NOW + 24 * HOUR_MS;
  const hour = (ms: number) => (ms - TEST_NOW) / HOUR_MS;

  it("moves what has lasted, once, at the moment at which it was due", async () => {
    context.setNow(at);
    await recordEvents(context, [event("M-1", "awaiting_payment", at), event("M-2", "awaiting_payment", at)]);
    expect((await moveDue(context)).moved).toBe(0);
    expect((await moveDue(context)).nextAt).toBe(at + 30 * MINUTE_MS);
    context.setNow(at + 40 * MINUTE_MS);
    await recordEvents(context, [event("M-2", "order_review", at + 10 * MINUTE_MS)]);
    const runs = await Promise.all([moveDue(context), moveDue(context), moveDue(context)]);
    expect(runs.reduce((sum, { moved }) => sum + moved, 0)).toBe(1);
    expect((await moveDue(context)).moved).toBe(0);
    expect(await node("M-1")).toEqual([
      `main awaiting_payment ${hour(at)}-${hour(at) + 0.5}`,
      `main payment_timeout ${hour(at) + 0.5}-`,
    ]);
    expect(await node("M-2")).toHaveLength(2);
    const [told] = await context.sql`
      select source, body, occurred_at as at from events where source = 'andon'`;
    expect(told).toMatchObject({
      at: at + 30 * MINUTE_MS,
      body: { actor: { kind: "watch", id: "watch:payment_overdue" } },
    });
  });

  it("takes the move back when an event comes that tells otherwise", async () => {
    await recordEvents(context, [event("M-1", "order_review", at + 20 * MINUTE_MS)]);
    expect(await node("M-1")).toEqual([
      `main awaiting_payment ${hour(at)}-${hour(at + 20 * MINUTE_MS)}`,
      `main order_review ${hour(at + 20 * MINUTE_MS)}-`,
    ]);
    await rebuildVisits(context);
    expect(await node("M-1")).toHaveLength(2);
  });

  it("moves again when the hold lasts until another moment", async () => {
    const start = at + HOUR_MS;
    context.setNow(start + HOUR_MS);
    await recordEvents(context, [event("M-3", "awaiting_payment", start)]);
    expect((await moveDue(context)).moved).toBe(1);
    // The order had been on hold for ten minutes: it was not due yet, and now it is.
    const hold = (reason: string | null, minute: number) =>
      event("M-3", null, start + minute * MINUTE_MS, { order: { hold: reason } });
    await recordEvents(context, [hold("risk", 10), hold(null, 20)]);
    expect(await node("M-3")).toHaveLength(1);
    expect((await moveDue(context)).moved).toBe(1);
    expect(await node("M-3")).toEqual([
      `main awaiting_payment ${hour(start)}-${hour(start + 40 * MINUTE_MS)}`,
      `main payment_timeout ${hour(start + 40 * MINUTE_MS)}-`,
    ]);
  });

  it("waits for as long as the node may last whose times it has, also where it is open already", async () => {
    const start = at + 4 * HOUR_MS;
    context.setNow(start);
    await recordEvents(context, [event("M-5", "awaiting_payment", start)]);
    const allow = (warnMs: number, dueMs: number) =>
      changeNode(context, "test", "awaiting_payment", { warnMs, dueMs });
    context.setNow(start + 10 * MINUTE_MS);
    await allow(40 * MINUTE_MS, HOUR_MS);
    const [open] = await context.sql`
      select v.due_at as due from visits v join orders o on o.id = v.order_id
      where o.order_no = 'M-5' and v.node = 'watch:payment_overdue'`;
    expect(open!.due).toBe(start + HOUR_MS);
    context.setNow(start + 59 * MINUTE_MS);
    expect((await moveDue(context)).moved).toBe(0);
    context.setNow(start + HOUR_MS);
    expect((await moveDue(context)).moved).toBe(1);
    expect((await node("M-5")).at(-1)).toBe(`main payment_timeout ${hour(start + HOUR_MS)}-`);
    // A name is no time: the watch gets no version of it.
    await changeNode(context, "test", "awaiting_payment", { nameEn: "Waiting to be paid" });
    await allow(20 * MINUTE_MS, 30 * MINUTE_MS);
    const audit = await context.sql`
      select action, actor from audit where subject = 'watch:payment_overdue' order by id`;
    expect(audit).toEqual(new Array(2).fill({ action: "watch.change", actor: "test" }));
    const rebuilt = await node("M-5");
    await rebuildVisits(context);
    expect(await node("M-5")).toEqual(rebuilt);
  });

  it("takes the times of its node instead of those it is given", async () => {
    const packed = timesOfNode(newest((await context.settings.get()).nodes.get("packed")!));
    expect(packed.dueMs).not.toBe(9 * HOUR_MS);
    await setWatch(context, "test", "like_packed", spec({ timesOf: "packed", dueMs: 9 * HOUR_MS }));
    const view = (await listWatches(context)).find(({ key }) => key === "like_packed");
    expect(view).toMatchObject({ timesOf: "packed", ...packed });
  });

  it("leaves alone what had lasted long before it was told", async () => {
    const old = at - 60 * 24 * HOUR_MS;
    await recordEvents(context, [event("M-4", "awaiting_payment", old)]);
    expect((await moveDue(context)).moved).toBe(0);
  });
});

it("refuses what a source says of watches, item by item", async () => {
  const { accepted, rejected } = await recordEvents(context, [
    event("R-1", "packed", TEST_NOW, { token: "watch:payment_overdue" }),
    event("R-1", "watch:payment_overdue", TEST_NOW),
    event("R-1", "packed", TEST_NOW),
  ]);
  expect(accepted).toBe(1);
  expect(rejected).toMatchObject([
    { index: 0, code: "token_not_accepted" },
    { index: 1, code: "node_not_accepted" },
  ]);
});
