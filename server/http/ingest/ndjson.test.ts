import { randomBytes } from "node:crypto";
import { request } from "node:http";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApi, testApi } from "../../testing/api-server.ts";

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());

const OCCURRED = "2026-11-11T09:00:00+08:00";
const event = (id: string, more: object = {}) =>
  JSON.stringify({ id, source: "nd", orderNo: `N-${id}`, node: "picking", occurredAt: OCCURRED, ...more });

async function post(body: string | Buffer, headers: Record<string, string> = {}) {
  const response = await api.call("/api/v1/events", {
    method: "POST",
    headers: { "content-type": "application/x-ndjson", ...headers },
    body: body as BodyInit,
  });
  return { status: response.status, answer: await response.json() };
}

async function storedLike(pattern: string): Promise<number> {
  const [row] = await api.context.sql`select count(*) as n from events where id like ${pattern}`;
  return row!.n;
}

describe("NDJSON", () => {
  it("records more than one chunk, with each refusal at its line", async () => {
    const lines = Array.from({ length: 2_500 }, (_, n) => event(`a${n}`));
    lines[5] = "";
    lines[1_200] = "{";
    lines[2_300] = event("a2300", { node: "lost" });
    lines[2_400] = event("a0");
    const { status, answer } = await post(`\ufeff${lines.join("\r\n")}`);
    expect([status, answer]).toMatchObject([
      200,
      {
        accepted: 2_496,
        duplicates: 1,
        rejected: [{ index: 1_200, code: "invalid_json" }],
        quarantined: [{ index: 2_300, code: "unknown_node" }],
      },
    ]);
    expect(await storedLike("a%")).toBe(2_496);
  });

  it("lists a thousand refusals and counts them all", async () => {
    const { answer } = await post(`${"[]\n".repeat(3_000)}${event("b1")}`);
    expect(answer).toMatchObject({ accepted: 1, rejectedTotal: 3_000 });
    expect(answer.rejected).toHaveLength(1_000);
    expect(answer.rejected.at(-1).index).toBe(999);
  });

  it("takes gzip", async () => {
    const body = gzipSync([event("c1"), event("c2")].join("\n"));
    expect(await post(body, { "content-encoding": "gzip" })).toMatchObject({
      status: 200,
      answer: { accepted: 2 },
    });
  });

  it("says what it had stored when the stream breaks", async () => {
    const noise = () => randomBytes(300).toString("base64");
    const lines = Array.from({ length: 2_600 }, (_, n) => event(`d${n}`, { order: { note: noise() } }));
    const whole = gzipSync(lines.join("\n"));
    const { status, answer } = await post(whole.subarray(0, whole.length - 20), {
      "content-encoding": "gzip",
    });
    expect(status).toBe(400);
    expect(answer).toMatchObject({
      type: "urn:andon:problem:unreadable-body",
      accepted: 2_000,
      rejectedTotal: 0,
    });
    expect(await storedLike("d%")).toBe(2_000);
    const again = await post(lines.join("\n"));
    expect(again.answer).toMatchObject({ accepted: 600, duplicates: 2_000 });
  });

  it("stores no part of a line that a caller broke off", async () => {
    const whole = `${event("e1")}\n${event("e2")}`;
    const headers = {
      authorization: `Bearer ${api.key}`,
      "content-type": "application/x-ndjson",
      "content-length": 9_999,
    };
    const broken = request(`${api.url}/api/v1/events`, { method: "POST", headers });
    const ended = new Promise((resolve) => broken.on("error", resolve).on("close", resolve));
    broken.write(whole, () => setTimeout(() => broken.destroy(), 100));
    await ended;
    expect((await api.call("/api/v1/clock")).status).toBe(200);
    expect(await storedLike("e2")).toBe(0);
  });
});
