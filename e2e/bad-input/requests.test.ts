import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApi, testApi } from "../../server/testing/api-server.ts";
import { BAD_ACCESS } from "./access.ts";
import type { BadRequest } from "./bad-request.ts";
import { BAD_BODIES } from "./bodies.ts";
import { BAD_COMMANDS } from "./commands.ts";
import { BAD_ENVELOPES } from "./envelopes.ts";
import { BAD_ESCALATION } from "./escalation.ts";
import { BAD_EVENTS } from "./events.ts";
import { BAD_QUERIES } from "./queries.ts";
import { BAD_SCREENS } from "./screens.ts";

const BAD_REQUESTS = [
  ...BAD_EVENTS,
  ...BAD_BODIES,
  ...BAD_ENVELOPES,
  ...BAD_QUERIES,
  ...BAD_COMMANDS,
  ...BAD_ESCALATION,
  ...BAD_ACCESS,
  ...BAD_SCREENS,
];

let api: TestApi;
beforeAll(async () => {
  // Shop time stands at TEST_NOW, 2026-11-11T10:00+08:00.
  api = await testApi();
});
afterAll(() => api.close());

const TABLES = [
  "events",
  "orders",
  "order_lines",
  "visits",
  "outbox",
  "recipients",
  "recipient_keys",
  "node_versions",
  "policy_versions",
  "escalation_settings",
  "alerts",
  "notifications",
  "tvs",
  "pairings",
  "playlists",
];

/** Rows in every table an event or a command could reach. */
async function stored(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of [...TABLES, "quarantine"]) {
    const [row] = await api.context.sql`select count(*) as n from ${api.context.sql(table)}`;
    counts[table] = row!.n;
  }
  return counts;
}

function send(bad: BadRequest): Promise<Response> {
  const headers = new Headers({ authorization: `Bearer ${api.key}`, "content-type": "application/json" });
  for (const [name, value] of Object.entries(bad.headers ?? {})) {
    if (value === undefined) headers.delete(name);
    else headers.set(name, value);
  }
  return fetch(api.url + (bad.path ?? "/api/v1/events"), {
    method: bad.method ?? "POST",
    headers,
    body: bad.body as BodyInit | undefined,
  });
}

describe("bad requests", () => {
  it("are a table of at least sixty", () => {
    expect(BAD_REQUESTS.length).toBeGreaterThanOrEqual(60);
    expect(new Set(BAD_REQUESTS.map((bad) => bad.name)).size).toBe(BAD_REQUESTS.length);
  });

  it.each(BAD_REQUESTS)("$name", async (bad) => {
    const before = await stored();
    const response = await send(bad);
    const answer = await response.text();
    expect(answer).not.toMatch(/\bat .*\.ts:\d+|node_modules/);
    if (bad.says) expect(answer).toMatch(bad.says);
    const body = JSON.parse(answer);
    let quarantined = 0;
    if (typeof bad.outcome === "number") {
      expect([response.status, body.detail]).toEqual([bad.outcome, expect.any(String)]);
      expect(response.headers.get("content-type")).toBe("application/problem+json");
      expect(body).toMatchObject({ type: expect.stringMatching(/^urn:andon:problem:/), status: bad.outcome });
    } else {
      expect(response.status).toBe(200);
      expect(body.accepted).toBe(0);
      const [kind, code] = Object.entries(bad.outcome)[0]!;
      expect(body[kind].map((item: { code: string }) => item.code)).toContain(code);
      for (const item of body[kind])
        expect(item).toEqual({ index: expect.any(Number), code, detail: expect.any(String) });
      if (kind === "quarantined") quarantined = body[kind].length;
    }
    expect(await stored()).toEqual({ ...before, quarantine: before.quarantine! + quarantined });
  });

  it("leave the process unharmed", async () => {
    expect(await (await fetch(`${api.url}/api/health`)).json()).toMatchObject({ checks: { postgres: "ok" } });
    const event = {
      id: "g1",
      source: "good",
      orderNo: "G1",
      node: "picking",
      occurredAt: "2026-11-11T09:00:00+08:00",
    };
    expect(await api.send([event])).toMatchObject({ accepted: 1, rejectedTotal: 0 });
  });
});
