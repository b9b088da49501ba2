import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { io, type Socket } from "socket.io-client";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type TestDatabase, testDatabase, testRedisUrl } from "../db/testing/database.ts";
import { freePort } from "../server/platform/embedded/ports.ts";
import { nodeArgs } from "../server/platform/embedded/service.ts";
import { readEnv } from "../server/platform/env.ts";
import { createLogger } from "../server/platform/logger.ts";
import { closeContext, openContext } from "../server/platform/open-context.ts";
import { connectRedis } from "../server/platform/redis.ts";
import { buildPages } from "./supervisor/build-pages.ts";
import { ROLES, type Role } from "./supervisor/supervise.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const KEY = "a-key-for-roles-started-alone";
const UP_WITHIN = { timeout: 60_000, interval: 100 };
const SOON = { timeout: 15_000, interval: 50 };

let database: TestDatabase;
const running = new Set<Alone>();
const sockets = new Set<Socket>();

beforeAll(async () => {
  if (!existsSync(path.join(ROOT, ".next", "BUILD_ID"))) await buildPages();
}, 300_000);
beforeEach(async () => {
  database = await testDatabase();
  const migrate = new Alone("bin/migrate.ts");
  expect(await migrate.exit, migrate.said).toBe(0);
}, 60_000);
afterEach(async () => {
  for (const socket of sockets) socket.close();
  for (const process of running) await process.end("SIGKILL");
  await database.drop();
});
afterAll(() => expect(running.size).toBe(0));

/** A process as a container runs it: without a supervisor, told everything by its environment. */
class Alone {
  said = "";
  readonly child: ChildProcess;
  readonly exit: Promise<number | string>;

  constructor(entry: string, env: Record<string, string> = {}) {
    this.child = spawn(process.execPath, nodeArgs(path.join(ROOT, entry)).flat(), {
      cwd: ROOT,
      env: {
        ...process.env,
        NODE_ENV: "production",
        DATABASE_URL: database.url,
        REDIS_URL: testRedisUrl(),
        ANDON_API_KEY: KEY,
        ANDON_CLOCK: "",
        ANDON_LOG: "info",
        PUBLIC_URL: "",
        HOST: "127.0.0.1",
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.child.stdout!, this.child.stderr!]) {
      stream.on("data", (bytes) => {
        this.said += bytes;
      });
    }
    this.exit = once(this.child, "exit").then(([code, signal]) => code ?? signal);
    running.add(this);
    void this.exit.then(() => running.delete(this));
  }

  /** Waits until it says so in its log. */
  async says(message: string): Promise<this> {
    const said = () => this.said.includes(`"msg":"${message}"`);
    await expect
      .poll(() => said() || this.child.exitCode !== null, UP_WITHIN)
      .toBe(true)
      .catch(() => {});
    if (!said()) throw new Error(`no "${message}" (exit code ${this.child.exitCode}):\n${this.said}`);
    return this;
  }

  end(signal: NodeJS.Signals): Promise<number | string> {
    this.child.kill(signal);
    return this.exit;
  }
}

const start = (role: Role, env: Record<string, string> = {}) => new Alone(ROLES[role], env).says("up");

async function startWeb(): Promise<{ web: Alone; url: string }> {
  const port = await freePort("127.0.0.1");
  const web = await start("web", { PORT: String(port) });
  return { web, url: `http://127.0.0.1:${port}` };
}

async function follow(url: string): Promise<Socket> {
  const socket = io(`${url}/board`, {
    transports: ["websocket"],
    reconnection: false,
    extraHeaders: { authorization: `Bearer ${KEY}` },
  });
  sockets.add(socket);
  await once(socket as never, "snapshot");
  return socket;
}

let events = 0;
const line = () => {
  const n = ++events;
  return `${JSON.stringify({ id: `${n}`, source: "t", orderNo: `A${n}`, node: "picking", occurredAt: "2026-01-05T10:00:00+08:00" })}\n`;
};

/** An upload that the process has begun to read, and that goes on until it is told to end. */
async function upload(url: string) {
  const request = http.request(`${url}/api/v1/events`, {
    method: "POST",
    headers: { authorization: `Bearer ${KEY}`, "content-type": "application/x-ndjson" },
    agent: new http.Agent({ keepAlive: true }),
  });
  const answer = new Promise<{ status: number; body: string }>((resolve, reject) => {
    request.once("error", reject);
    request.once("response", async (response) => {
      let body = "";
      for await (const bytes of response) body += bytes;
      resolve({ status: response.statusCode!, body });
    });
  });
  answer.catch(() => {});
  request.write(line());
  const [socket] = await once(request, "socket");
  if (socket.connecting) await once(socket, "connect");
  // Came later and is answered: the upload's head has been read.
  expect((await fetch(`${url}/api/health`)).status).toBe(200);
  return { more: () => void request.write(line()), finish: () => void request.end(line()), answer };
}

const kept = async () => (await database.sql`select count(*) as n from events`)[0]!.n as number;

test("a web process that is asked to end takes nothing new, finishes what it has and lets its screens go", async () => {
  const { web, url } = await startWeb();
  const screen = await follow(url);
  const idle = new http.Agent({ keepAlive: true });
  await new Promise((resolve) =>
    http.get(`${url}/api/health`, { agent: idle }, (response) => response.resume().once("end", resolve)),
  );
  const begun = await upload(url);
  const gone = once(screen as never, "disconnect");
  web.child.kill("SIGTERM");
  await gone;
  await web.says("stopping");
  await expect.poll(() => fetch(`${url}/api/health`).then(String, String), SOON).toContain("fetch failed");
  begun.more();
  begun.finish();
  const { status, body } = await begun.answer;
  expect([status, JSON.parse(body)]).toMatchObject([200, { accepted: 3 }]);
  const answeredAt = performance.now();
  expect(await web.exit).toBe(0);
  // Nothing but that request kept it: neither its connection nor the idle one is waited for.
  expect(performance.now() - answeredAt).toBeLessThan(5_000);
  expect(await kept()).toBe(3);
  idle.destroy();
}, 120_000);

test("a request that never ends is not waited for without end, and a second signal ends the process at once", async () => {
  const { web, url } = await startWeb();
  const begun = await upload(url);
  const askedAt = performance.now();
  expect(await web.end("SIGTERM")).toBe(0);
  expect(performance.now() - askedAt).toBeLessThan(12_000);
  await expect(begun.answer).rejects.toThrow();

  const second = await startWeb();
  const held = await upload(second.url);
  second.web.child.kill("SIGTERM");
  await second.web.says("stopping");
  const againAt = performance.now();
  expect(await second.web.end("SIGTERM")).toBe(1);
  expect(performance.now() - againAt).toBeLessThan(1_000);
  await expect(held.answer).rejects.toThrow();
}, 120_000);

test("a worker that is asked to end finishes its batch, gives its lease back, and the next ticks at once", async () => {
  const { url } = await startWeb();
  const worker = await start("worker");
  const redis = connectRedis(testRedisUrl(), createLogger("silent", "test"));
  await once(redis, "ready");
  const tag = await boardTag();
  await expect.poll(() => redis.get(`{${tag}}:ticker`), SOON).not.toBeNull();
  const begun = await upload(url);
  for (let n = 0; n < 500; n++) begun.more();
  begun.finish();
  expect((await begun.answer).status).toBe(200);
  expect(await worker.end("SIGTERM")).toBe(0);
  // Expiry would take longer than this process took to end.
  expect(await redis.exists(`{${tag}}:ticker`, `{${tag}}:rebuild`)).toBe(0);
  expect(await redis.zcard(`{${tag}}:workers`)).toBe(0);
  expect(await redis.keys(`{${tag}}:worker:*`)).toEqual([]);
  await start("worker");
  await expect
    .poll(async () => Number((await database.sql`select count(*) as n from outbox`)[0]!.n), SOON)
    .toBe(0);
  redis.disconnect();
}, 120_000);

test("a worker that cannot finish ends by itself in time, and at once on a second signal", async () => {
  const worker = await start("worker");
  await database.sql.begin(async (tx) => {
    await tx`lock table outbox in access exclusive mode`;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    worker.child.kill("SIGTERM");
    await worker.says("stopping");
    const againAt = performance.now();
    expect(await worker.end("SIGTERM")).toBe(1);
    expect(performance.now() - againAt).toBeLessThan(1_000);
  });
}, 60_000);

test("two webs and two workers share one database and one Redis, and show the same board", async () => {
  const [first, second] = await Promise.all([startWeb(), startWeb()]);
  await Promise.all([start("worker"), start("worker")]);
  const answer = await fetch(`${first.url}/api/v1/events`, {
    method: "POST",
    headers: { authorization: `Bearer ${KEY}`, "content-type": "application/x-ndjson" },
    body: Array.from({ length: 50 }, line).join(""),
  });
  expect(await answer.json()).toMatchObject({ accepted: 50 });
  const boards = () =>
    Promise.all(
      [first, second].map(async ({ url }) => {
        const board = await fetch(`${url}/api/v1/board`, { headers: { authorization: `Bearer ${KEY}` } });
        const { epoch, seq, totals } = (await board.json()) as Record<string, unknown>;
        return { epoch, seq, totals };
      }),
    );
  await expect
    .poll(async () => (await boards()).map(({ totals }) => totals), SOON)
    .toMatchObject([{ open: 50 }, { open: 50 }]);
  const [one, other] = await boards();
  expect(one).toEqual(other);
  const metrics = async () =>
    (await fetch(`${second.url}/metrics`, { headers: { authorization: `Bearer ${KEY}` } })).text();
  expect(await metrics()).toMatch(/^andon_workers 2$/m);
  // Told with each sign of life.
  await expect
    .poll(async () => (await metrics()).match(/^andon_worker_ticking\{[^}]*\} 1$/gm)?.length, SOON)
    .toBe(1);
}, 120_000);

test("a role without its stores says so in one line", async () => {
  const worker = new Alone(ROLES.worker, { REDIS_URL: "" });
  expect(await worker.exit).toBe(1);
  expect(worker.said).toBe(
    "DATABASE_URL and REDIS_URL must be set for a single process; npm start provides both.\n",
  );
}, 30_000);

async function boardTag(): Promise<string> {
  const env = readEnv({
    DATABASE_URL: database.url,
    REDIS_URL: testRedisUrl(),
    ANDON_LOG: "silent",
    NODE_ENV: "test",
  });
  const context = await openContext(env, "test");
  await closeContext(context);
  return context.boardTag;
}
