import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { isRunning } from "../../server/platform/embedded/processes.ts";
import { readState } from "../supervisor/service-state.ts";
import type { Shutdown } from "../supervisor/shutdown.ts";
import { type Role, supervise } from "../supervisor/supervise.ts";

/** A whole Andon of its own, with nothing in it. */
export interface RunningAndon {
  url: string;
  /** Its data folder. */
  folder: string;
  /** Stops a process where it stands, as a hung machine would: its sockets stay open and silent. */
  freeze(role: Role): void;
  thaw(role: Role): void;
  /** Kills a process; its supervisor starts it again. */
  kill(role: Role): void;
  /** Whether the process that was last told to be up still runs. */
  isAlive(role: Role): boolean;
  /** Its shop time, epoch ms. */
  shopNow(): Promise<number>;
  /** Sends events. @throws when one was not accepted */
  send(events: readonly object[]): Promise<void>;
}

/** Of every Andon that is started here. */
export const API_KEY = "a-key-for-tests-and-pictures";
/** Far above what a test sends. */
const RATE_LIMIT = "10000";
const EVENTS_PER_CALL = 1_000;

/**
 * Starts Andon on a free port and a folder that goes with it.
 * @param clock what ANDON_CLOCK is set to
 * @param more further environment, such as where the channels' stand-ins are
 */
export async function runAndon(
  what: string,
  clock: string,
  shutdown: Shutdown,
  more: Record<string, string> = {},
): Promise<RunningAndon> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "andon-run-"));
  // mkdtemp closes it; the postgres user must pass when we are root.
  chmodSync(folder, 0o711);
  shutdown.add(() => rmSync(folder, { recursive: true, force: true }));
  const { DATABASE_URL: _, REDIS_URL: __, PUBLIC_URL: ___, ...source } = process.env;
  const env = {
    ...source,
    ...more,
    NODE_ENV: "production" as const,
    PORT: "0",
    HOST: "127.0.0.1",
    ANDON_DATA_DIR: folder,
    ANDON_CLOCK: clock,
    ANDON_API_KEY: API_KEY,
    ANDON_RATE_LIMIT: RATE_LIMIT,
    ANDON_TIMEZONE: "Asia/Shanghai",
    ANDON_LOG: "error",
  };
  const up = await supervise(env, ["web", "worker"], what, shutdown);
  const andon = handleOf(up.url!, folder);
  // A frozen process would not hear that it is to end.
  shutdown.add(() => {
    for (const role of ["web", "worker"] as const) andon.thaw(role);
  });
  return andon;
}

/** What can be done to an Andon that runAndon started, from any process. */
export function handleOf(url: string, folder: string): RunningAndon {
  const signal = (role: Role, name: NodeJS.Signals) => {
    const child = readState(folder)?.children[role];
    if (!child) throw new Error(`${role} is not running`);
    process.kill(child.pid, name);
  };
  const isAlive = (role: Role) => {
    const child = readState(folder)?.children[role];
    return child !== undefined && isRunning(child);
  };
  return {
    url,
    folder,
    freeze: (role) => signal(role, "SIGSTOP"),
    thaw: (role) => signal(role, "SIGCONT"),
    kill: (role) => signal(role, "SIGKILL"),
    isAlive,
    shopNow: () => readShopNow(url),
    send: (events) => send(url, events),
  };
}

async function readShopNow(url: string): Promise<number> {
  const answer = await fetch(`${url}/api/v1/clock`, { headers: { authorization: `Bearer ${API_KEY}` } });
  const { shopNow } = (await answer.json()) as { shopNow: string };
  return Date.parse(shopNow);
}

async function send(url: string, events: readonly object[]): Promise<void> {
  for (let from = 0; from < events.length; from += EVENTS_PER_CALL) {
    const batch = events.slice(from, from + EVENTS_PER_CALL);
    const answer = await fetch(`${url}/api/v1/events`, {
      method: "POST",
      headers: { authorization: `Bearer ${API_KEY}`, "content-type": "application/json" },
      body: JSON.stringify(batch),
    });
    const told = await answer.text();
    const accepted = answer.ok ? (JSON.parse(told) as { accepted: number }).accepted : 0;
    if (accepted !== batch.length) throw new Error(`${accepted} of ${batch.length} accepted: ${told}`);
  }
}
