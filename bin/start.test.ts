import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { afterAll, afterEach, expect, test } from "vitest";
import { freePort } from "../server/platform/embedded/ports.ts";
import { isRunning, type ProcessId } from "../server/platform/embedded/processes.ts";
import { readState } from "./supervisor/service-state.ts";

const RUN = fileURLToPath(new URL("./run.mjs", import.meta.url));
const WITHIN_MS = 60_000;
/** The pages may have to be built first, beside other tests. */
const PAGES_WITHIN_MS = 200_000;
const POLL_MS = 100;

const base = mkdtempSync(path.join(os.tmpdir(), "andon-start-"));
chmodSync(base, 0o711);
const folder = path.join(base, "data");
const started = new Set<Start>();

afterEach(async () => {
  for (const start of started) await start.end("SIGTERM");
});

afterAll(() => {
  rmSync(base, { recursive: true, force: true });
});

/** `npm start` as npm runs it, on the data folder of this file. */
class Start {
  said = "";
  readonly child: ChildProcess;
  readonly exit: Promise<number | null>;

  constructor(args: string[], env: Record<string, string> = {}) {
    this.child = spawn(process.execPath, [RUN, "start", ...args], {
      env: {
        ...process.env,
        DATABASE_URL: "",
        REDIS_URL: "",
        ANDON_CLOCK: "",
        ANDON_DATA_DIR: folder,
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.child.stdout!, this.child.stderr!]) {
      stream.on("data", (bytes) => {
        this.said += bytes;
      });
    }
    this.exit = once(this.child, "exit").then(([code]) => code as number | null);
    started.add(this);
    void this.exit.then(() => started.delete(this));
  }

  /** Waits for the text behind what had been said at `from`. */
  async says(text: string, from = 0): Promise<void> {
    await eventually(
      () => this.said.includes(text, from),
      () => `${JSON.stringify(text)} in: ${this.said}`,
    );
  }

  async end(signal: NodeJS.Signals): Promise<number | null> {
    this.child.kill(signal);
    return this.exit;
  }
}

async function eventually(holds: () => boolean, what: () => string, withinMs = WITHIN_MS): Promise<void> {
  for (let waited = 0; !holds(); waited += POLL_MS) {
    if (waited > withinMs) throw new Error(`not within ${withinMs} ms: ${what()}`);
    await sleep(POLL_MS);
  }
}

const child = (name: string): ProcessId => readState(folder)!.children[name]!;
const supervisor = () => JSON.parse(readFileSync(path.join(folder, "lock"), "utf8")) as ProcessId;
const onlyLine = (said: string) => said.split("\n").filter((line) => /^✗/.test(line));

async function inDatabase<T>(run: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(readState(folder)!.databaseUrl!, { max: 1 });
  try {
    return await run(sql);
  } finally {
    await sql.end();
  }
}

test("whatever is killed comes back, and what was committed is still there", {
  timeout: 240_000,
}, async () => {
  const first = new Start(["worker"]);
  await first.says("Ctrl-C");
  await inDatabase(
    (sql) => sql`insert into status_words (word, node, origin) values ('装车中', 'bulky_dispatch', 'test')
    on conflict do nothing`,
  );

  for (const [name, label] of [
    ["PostgreSQL", "PostgreSQL"],
    ["Redis", "Redis"],
    ["worker", "Worker"],
  ] as const) {
    // The driver may take a worker with it whose connection ends amid a write; it is started again like anything else.
    await eventually(
      () => isRunning(child(name)),
      () => `a running ${name}`,
    );
    const before = child(name);
    const from = first.said.length;
    process.kill(before.pid, "SIGKILL");
    await first.says(`✓ ${label} is up again.`, from);
    expect(child(name)).not.toEqual(before);
  }

  const second = new Start([]);
  expect(await second.exit).toBe(1);
  expect(onlyLine(second.said)).toEqual([
    `✗ npm start worker (pid ${supervisor().pid}) already runs on the data folder ${folder}. ` +
      "Stop it first, or set ANDON_DATA_DIR to another folder.",
  ]);

  const orphans = Object.values(readState(folder)!.children);
  process.kill(supervisor().pid, "SIGKILL");
  await first.exit;
  await eventually(
    () => !orphans.some(isRunning),
    () => `an end of ${JSON.stringify(orphans.filter(isRunning))}`,
  );

  const third = new Start(["worker"]);
  await third.says("Ctrl-C");
  const kept = await inDatabase((sql) => sql`select node from status_words where word = '装车中'`);
  expect(kept[0]?.node).toBe("bulky_dispatch");
  const ours = Object.values(readState(folder)!.children);
  expect(await third.end("SIGINT")).toBe(0);
  expect(third.said).toContain("✓ Stopped");
  expect(ours.some(isRunning)).toBe(false);
  expect(readState(folder)).toBeNull();
});

test("a web process that is killed comes back on its port, and goes with the others", {
  timeout: 300_000,
}, async () => {
  const port = await freePort();
  const start = new Start([], { PORT: String(port) });
  await eventually(
    () => start.said.includes("Ctrl-C"),
    () => start.said,
    PAGES_WITHIN_MS,
  );
  const healthy = () => fetch(`http://127.0.0.1:${port}/api/health`).then((answer) => answer.status);
  expect(await healthy()).toBe(200);
  const before = child("web");
  process.kill(before.pid, "SIGKILL");
  await start.says("✓ Web is up again.");
  expect(child("web")).not.toEqual(before);
  expect(await healthy()).toBe(200);
  const ours = Object.values(readState(folder)!.children);
  expect(ours).toHaveLength(4);
  expect(await start.end("SIGTERM")).toBe(0);
  expect(ours.some(isRunning)).toBe(false);
});

test("a start killed half-way leaves nothing in the next one's way", { timeout: 120_000 }, async () => {
  const killed = new Start(["worker"]);
  await eventually(
    () => {
      try {
        return child("PostgreSQL") !== undefined;
      } catch {
        return false;
      }
    },
    () => killed.said,
  );
  process.kill(supervisor().pid, "SIGKILL");
  await killed.exit;
  // A cluster whose making was interrupted: without its mark it is made anew.
  const half = path.join(base, "half");
  const first = new Start(["worker"], { ANDON_DATA_DIR: half });
  await first.says("✓ PostgreSQL");
  await first.end("SIGTERM");
  rmSync(path.join(half, "postgres", "made"));
  rmSync(path.join(half, "postgres", "data", "global"), { recursive: true });

  const mended = new Start(["worker"], { ANDON_DATA_DIR: half });
  const again = new Start(["worker"]);
  await Promise.all([mended.says("Ctrl-C"), again.says("Ctrl-C")]);
  expect(await mended.end("SIGTERM")).toBe(0);
  expect(await again.end("SIGTERM")).toBe(0);
});

test("a taken port, a wrong setting and a folder in the way end in one line each", {
  timeout: 180_000,
}, async () => {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  const file = path.join(base, "file");
  writeFileSync(file, "");
  const cases: [env: Record<string, string>, line: RegExp][] = [
    [{ PORT: String(port) }, new RegExp(`^✗ PORT ${port} on 127.0.0.1 is taken.*PORT=${port + 1}`)],
    [{ PORT: "abc" }, /^✗ PORT is "abc".*unset/],
    [{ PORT: "0", HOST: "203.0.113.7" }, /^✗ HOST "203.0.113.7" is not an address of this machine/],
    [
      { ANDON_DATA_DIR: path.join(file, "data") },
      /^✗ The data folder .* cannot be used: a file is in the way/,
    ],
    [{ ANDON_CLOCK: "soon", PORT: "0" }, /^✗ ANDON_CLOCK is "soon"/],
    [
      { DATABASE_URL: "postgres://a:b@127.0.0.1:1/x", PORT: "0" },
      /^✗ DATABASE_URL: no PostgreSQL answers at 127.0.0.1:1/,
    ],
  ];
  // Each on a folder of its own: none waits for another.
  const ended = cases.map(async ([env, line], i) => {
    const start = new Start([], { ANDON_DATA_DIR: path.join(base, `case-${i}`), ...env });
    return { code: await start.exit, said: start.said, line };
  });
  for (const { code, said, line } of await Promise.all(ended)) {
    expect(code).toBe(1);
    expect(onlyLine(said)).toEqual([expect.stringMatching(line)]);
    expect(said.match(/\n {4}at /)).toBeNull();
  }
  server.close();
});
