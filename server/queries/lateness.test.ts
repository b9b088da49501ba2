import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApi, testApi } from "../testing/api-server.ts";
import { TEST_NOW } from "../testing/context.ts";

let api: TestApi;
beforeAll(async () => {
  // Shop time and machine time stand at one moment, so that each can be said in terms of the other.
  api = await testApi({ machineNow: TEST_NOW });
});
afterAll(() => api.close());

async function told(kind: "chat" | "voice", latenessMs: number[]): Promise<void> {
  const { sql } = api.context;
  for (const [n, ms] of latenessMs.entries()) {
    const id = randomUUID();
    const due = TEST_NOW - 3_600_000;
    await sql`
      insert into notifications (id, purpose, kind, state, priority, step_due_at, created_at, send_at)
      values (${id}, 'step', ${kind}, 'accepted', 1, ${new Date(due)}, ${new Date(due)}, ${new Date(due)})`;
    // A try that failed first, and one after the first that was accepted: neither counts.
    for (const [number, acceptedAt] of [null, due + ms, due + ms + 9_000].entries())
      await sql`
        insert into attempts (id, notification_id, number, provider, account, state, intent_at, accepted_at)
        values (${randomUUID()}, ${id}, ${number + 1}, 'x', 'y', ${acceptedAt === null ? "failed" : "accepted"},
          ${new Date(due + n)}, ${acceptedAt === null ? null : new Date(acceptedAt)})`;
  }
}

async function taken(node: string, name: string | null, afterMs: number): Promise<void> {
  const due = new Date(TEST_NOW - 7_200_000);
  const at = name === null ? null : new Date(due.getTime() + afterMs);
  await api.context.sql`
    insert into alerts (id, order_id, order_no, visit_id, token, node, severity, policy, policy_valid_from, entered_at,
      due_at, opened_at, state, stage, next_step, first_taken_at, first_taken_name)
    values (${randomUUID()}, 1, 'A', ${randomUUID()}, 'main', ${node}, 1, 'p1', ${due}, ${due}, ${due}, ${due}, 'open',
      'chat', 0, ${at}, ${name})`;
}

it("tells p50 and p99 of how late people were told and how long they took, on the API and to Prometheus", async () => {
  await told(
    "chat",
    Array.from({ length: 10 }, (_, n) => (n + 1) * 100),
  );
  await told("voice", [5_000]);
  await taken("packed", "王磊", 60_000);
  await taken("packed", "李敏", 180_000);
  await taken("picking", "王磊", -60_000);
  await taken("picking", null, 0);
  const found = await api.get("/api/v1/lateness");
  expect(found).toMatchObject({
    lateness: {
      count: 11,
      p50Ms: 600,
      p99Ms: 5_000,
      maxMs: 5_000,
      byKind: [
        { kind: "chat", count: 10, p50Ms: 500, p99Ms: 1_000, maxMs: 1_000 },
        { kind: "voice", count: 1, p50Ms: 5_000 },
      ],
    },
    timeToTake: {
      count: 3,
      p50Ms: 60_000,
      maxMs: 180_000,
      byNode: [
        { node: "packed", count: 2, p99Ms: 180_000 },
        // Taken before it was due: nobody was kept waiting.
        { node: "picking", count: 1, maxMs: 0 },
      ],
      byPerson: [
        { name: "李敏", count: 1 },
        { name: "王磊", count: 2 },
      ].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    },
    untaken: 1,
  });
  const before = new Date(TEST_NOW - 7_200_001).toISOString();
  expect(await api.get(`/api/v1/lateness?to=${before}`)).toMatchObject({
    lateness: { count: 0, p50Ms: null, byKind: [] },
    timeToTake: { count: 0 },
  });
  const metrics = await (await api.call("/metrics")).text();
  expect(metrics).toContain('andon_notification_lateness_seconds{kind="chat",quantile="0.99"} 1\n');
  expect(metrics).toContain('andon_alert_take_seconds{quantile="0.5"} 60\n');
  expect(metrics).toContain('andon_alert_take_seconds{node="packed",quantile="0.5"} 60\n');
  expect(metrics).toContain('andon_alert_take_seconds{node="packed",quantile="0.99"} 180\n');
  expect(metrics).toContain('andon_alert_take_seconds{node="picking",quantile="0.99"} 0\n');
  expect(metrics).not.toMatch(/王磊|李敏/);
  expect(metrics).toContain('andon_alerts{state="open"} 4\n');
});
