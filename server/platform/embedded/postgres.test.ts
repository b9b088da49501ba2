import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import postgresJs from "postgres";
import { afterAll, describe, expect, test } from "vitest";
import { startPostgres } from "./postgres.ts";
import { isRunning } from "./processes.ts";

const base = mkdtempSync(path.join(os.tmpdir(), "andon-postgres-"));
const isRoot = process.getuid?.() === 0;

afterAll(() => rmSync(base, { recursive: true, force: true }));

/** mkdtemp closes its folder; `mode` says who may pass. */
function folderOf(name: string, mode: number): string {
  chmodSync(base, 0o711);
  mkdirSync(path.join(base, name));
  chmodSync(path.join(base, name), mode);
  return path.join(base, name, "data");
}

async function ask(url: string, query: string): Promise<Record<string, unknown>[]> {
  const sql = postgresJs(url, { max: 1, onnotice: () => {} });
  try {
    return [...(await sql.unsafe(query))] as Record<string, unknown>[];
  } finally {
    await sql.end();
  }
}

test("data is durable, in UTF-8 and C order, behind a password of its own", { timeout: 60_000 }, async () => {
  const folder = folderOf("open", 0o711);
  const server = await startPostgres({ folder });
  const settings = await ask(
    server.url,
    `select current_setting('fsync') fsync, current_setting('synchronous_commit') commit,
       current_setting('listen_addresses') listen, current_setting('server_encoding') encoding,
       (select datcollate from pg_database where datname = 'postgres') collate`,
  );
  expect(settings).toEqual([
    { fsync: "on", commit: "on", listen: "127.0.0.1", encoding: "UTF8", collate: "C" },
  ]);
  expect(statSync(path.join(folder, "postgres.password")).mode & 0o777).toBe(0o600);
  const stranger = new URL(server.url);
  stranger.password = "guess";
  await expect(ask(stranger.href, "select 1")).rejects.toThrow(/password authentication failed/);
  await server.stop();
  expect(isRunning(server.process)).toBe(false);
});

test("a server that was left running is ended, and a killed one recovers on the same port", {
  timeout: 60_000,
}, async () => {
  const folder = folderOf("left", 0o711);
  const first = await startPostgres({ folder });
  await ask(first.url, "create table kept (n int)");
  const second = await startPostgres({ folder });
  expect(isRunning(first.process)).toBe(false);
  expect(second.url).toBe(first.url);
  await ask(second.url, "insert into kept values (1)");
  process.kill(second.process.pid, "SIGKILL");
  await second.exited;
  const third = await startPostgres({ folder });
  expect(third.url).toBe(first.url);
  expect(await ask(third.url, "select n from kept")).toEqual([{ n: 1 }]);
  await third.stop();
});

test("it ends as a whole when one of its own processes is killed, and recovers when started again", {
  timeout: 60_000,
}, async () => {
  const folder = folderOf("crashed", 0o711);
  const first = await startPostgres({ folder });
  await ask(first.url, "create table kept (n int)");
  const sql = postgresJs(first.url, { max: 1, onnotice: () => {} });
  const [backend] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  process.kill(backend!.pid, "SIGKILL");
  await first.exited;
  await sql.end({ timeout: 0 });
  const second = await startPostgres({ folder });
  const [writer] = await ask(
    second.url,
    "select pid from pg_stat_activity where backend_type = 'checkpointer'",
  );
  process.kill(Number(writer!.pid), "SIGKILL");
  await second.exited;
  const third = await startPostgres({ folder });
  expect(await ask(third.url, "select n from kept")).toEqual([]);
  await third.stop();
});

describe.runIf(isRoot)("as root", () => {
  test("below a folder that only root may enter, the data lies elsewhere and is found again", {
    timeout: 60_000,
  }, async () => {
    const folder = folderOf("closed", 0o700);
    const first = await startPostgres({ folder });
    await ask(first.url, "create table kept (n int)");
    await first.stop();
    const place = readFileSync(path.join(folder, "postgres.location"), "utf8").trim();
    expect(place.startsWith(base)).toBe(false);
    expect(existsSync(path.join(place, "data", "PG_VERSION"))).toBe(true);
    expect(statSync(path.join(place, "data")).uid).not.toBe(0);
    const second = await startPostgres({ folder });
    expect(await ask(second.url, "select count(*)::int as n from kept")).toEqual([{ n: 0 }]);
    await second.stop();
    rmSync(place, { recursive: true });
  });
});
