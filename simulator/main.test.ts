import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";

const SHOP_NOW = Date.parse("2026-11-22T10:00:00+08:00");
/** A stand-in for Andon that takes everything; its clock runs at 600 times real speed. */
const taken: { orderNo: string; occurredAt: string }[] = [];
const began = performance.now();
const server = createServer(async (request, response) => {
  let body = "";
  for await (const part of request) body += part;
  const answer = (status: number, value: object) => response.writeHead(status).end(JSON.stringify(value));
  if (request.headers.authorization !== "Bearer the-right-key-1")
    return answer(401, { detail: "unknown key" });
  if (request.url === "/api/v1/clock") {
    const shopNow = new Date(SHOP_NOW + (performance.now() - began) * 600).toISOString();
    return answer(200, { shopNow, speed: 600 });
  }
  if (request.url === "/api/v1/board") return answer(200, { watermark: { sources: {} } });
  const lines = request.headers["content-type"] === "application/x-ndjson";
  const events = lines ? body.split("\n").map((line) => JSON.parse(line)) : JSON.parse(body);
  taken.push(...events);
  return answer(200, {
    accepted: events.length,
    duplicates: 0,
    quarantinedTotal: 0,
    rejectedTotal: 0,
    rejected: [],
  });
});
let url = "";
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function simulate(key: string): { child: ChildProcess; said: string[] } {
  const child = fork(new URL("./main.ts", import.meta.url).pathname, ["--orders-per-day", "600"], {
    execArgv: ["--import", "tsx"],
    env: { ...process.env, ANDON_URL: url, ANDON_API_KEY: key, ANDON_CLOCK: "2026-11-22T02:00:00Z@600" },
    silent: true,
  });
  const said: string[] = [];
  child.stdout!.on("data", (part: Buffer) => said.push(...part.toString().trim().split("\n")));
  return { child, said };
}

test("it fills the history, says so, goes on live, and ends when asked", async () => {
  const { child, said } = simulate("the-right-key-1");
  expect(await once(child, "message")).toEqual([{ ready: true }, undefined]);
  const history = taken.length;
  expect(history).toBeGreaterThan(2_000);
  expect(said.filter((line) => line.startsWith("Simulator: "))).toHaveLength(2);
  await expect.poll(() => taken.length, { timeout: 20_000 }).toBeGreaterThan(history);
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
}, 60_000);

test("it ends when its parent is gone", async () => {
  const { child } = simulate("the-right-key-1");
  await once(child, "message");
  child.disconnect();
  expect(await once(child, "exit")).toEqual([0, null]);
}, 60_000);

test("a wrong key ends it with one line", async () => {
  const { child, said } = simulate("some-other-key-1");
  expect(await once(child, "exit")).toEqual([1, null]);
  expect(said).toEqual(["Simulator: /api/v1/clock was answered with 401 (unknown key)"]);
}, 60_000);
