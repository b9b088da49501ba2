import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createLogger } from "../platform/logger.ts";
import { serveTestApi, type TestApi } from "../testing/api-server.ts";
import { TEST_NOW, testContext } from "../testing/context.ts";

const SECRETS = ["张三丰", "13800138000", "武当山紫霄宫"];
const lines: Record<string, unknown>[] = [];
let said = "";
let api: TestApi;

beforeAll(async () => {
  const log = createLogger("debug", "web", {
    write: (line) => {
      said += line;
      lines.push(JSON.parse(line));
    },
  });
  api = await serveTestApi({ ...(await testContext({ env: { ANDON_RATE_LIMIT: "100000" } })), log });
});
afterAll(() => api.close());
beforeEach(() => {
  lines.length = 0;
});

const withId = (id: string, more: RequestInit = {}): RequestInit => ({
  ...more,
  headers: { "x-request-id": id, "content-type": "application/json", ...more.headers },
});
const [name, phone, address] = SECRETS;
const event = {
  id: "1",
  source: "t",
  orderNo: "R1",
  node: "picking",
  occurredAt: new Date(TEST_NOW).toISOString(),
  order: { recipient: { name, phone, address } },
};

it("honours a sane id, replaces any other, and answers with it in header and problem", async () => {
  for (const [given, kept] of [
    ["trace-1:a.b", true],
    ["with space", false],
    ["x".repeat(101), false],
  ] as const) {
    const response = await api.call("/api/v1/orders/none", { headers: { "x-request-id": given } });
    const id = response.headers.get("x-request-id")!;
    expect(id === given).toBe(kept);
    expect(await response.json()).toMatchObject({ instance: `urn:andon:request:${id}` });
    expect(lines.at(-1)).toMatchObject({ requestId: id, route: "/api/v1/orders/:orderNo", status: 404 });
  }
});

it("has the id in every line that a request causes, and in no other request's", async () => {
  await api.context.sql`alter table outbox rename to hidden_outbox`;
  try {
    const calls = ["a", "b"].map((id) =>
      api.call("/api/v1/events", withId(id, { method: "POST", body: JSON.stringify([{ ...event, id }]) })),
    );
    for (const response of await Promise.all(calls)) expect(response.status).toBe(500);
  } finally {
    await api.context.sql`alter table hidden_outbox rename to outbox`;
  }
  for (const id of ["a", "b"]) {
    const own = lines.filter(({ requestId }) => requestId === id);
    expect(own.map(({ msg, level }) => [msg, level])).toEqual([
      ["a request failed", 50],
      ["a request failed", 40],
    ]);
    expect(own[0]).toMatchObject({ err: { code: "42P01" } });
    expect(own[1]).toMatchObject({ status: 500, problem: "internal", actor: "key:made" });
  }
});

it("never holds a key or a person", async () => {
  await api.send([event]);
  await api.call("/api/v1/orders?recipient=13800138000");
  await api.call("/api/v1/orders/R1");
  await fetch(`${api.url}/api/v1/clock`, { headers: { authorization: "Bearer wrong-key-wrong-key" } });
  api.context.log.error({ err: statementError(), authorization: `Bearer ${api.key}` }, "on purpose");
  const told = lines.filter(({ msg }) => msg === "on purpose");
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({ authorization: "[removed]", err: { cause: { message: "syntax error" } } });
  for (const secret of [...SECRETS, api.key, "wrong-key", "Bearer"]) expect(said).not.toContain(secret);
});

it("tells of refusals, but not of a flood of them one by one", async () => {
  for (let n = 0; n < 40; n++) await api.call("/api/v1/orders/none");
  const told = lines.filter(({ msg }) => msg === "a request was refused");
  expect(told.length).toBeGreaterThan(0);
  expect(told.length).toBeLessThan(40);
});

/** As drizzle wraps what PostgreSQL refuses. */
function statementError(): Error {
  const cause = Object.assign(new Error("syntax error"), { parameters: SECRETS, code: "42601" });
  return new Error(`Failed query: insert into recipients\nparams: ${SECRETS.join(",")}`, { cause });
}
