import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { connect } from "../db/sql.ts";
import { localToInstant, offsetAt } from "../domain/time/zone.ts";
import { machineNow } from "../server/platform/clock.ts";
import { keptSecret, makeFolder, writeAtomically } from "../server/platform/embedded/files.ts";
import { readEnv } from "../server/platform/env.ts";
import { DEMO_SETTINGS, demoPolicies } from "./demo/demo-rules.ts";
import { giveCutOffs } from "./demo/give-cut-offs.ts";
import { namePhones } from "./demo/name-phones.ts";
import { readSandboxRobots } from "./demo/sandbox-robots.ts";
import { seedPeople } from "./demo/seed-people.ts";
import { startSandbox } from "./demo/start-sandbox.ts";
import { claimDemoDatabase } from "./supervisor/demo-database.ts";
import { sayError } from "./supervisor/say-error.ts";
import { sayMade } from "./supervisor/say-made.ts";
import { Shutdown } from "./supervisor/shutdown.ts";
import { say, step } from "./supervisor/steps.ts";
import { supervise, superviseRole } from "./supervisor/supervise.ts";

const DAY_MS = 86_400_000;
const OPENING_MS = 10 * 3_600_000;
/** Shop seconds per second: an hour of the shop passes in a minute. */
const SPEED = 60;

const shutdown = new Shutdown();
shutdown.onSignals();

try {
  await demo();
} catch (error) {
  if (!shutdown.stopping) sayError(error);
  await shutdown.run();
  process.exitCode ??= 1;
  process.exit();
}

async function demo(): Promise<void> {
  const given = readEnv(process.env);
  const folder = path.join(given.dataDir, "demo");
  makeFolder(folder);
  const own: NodeJS.ProcessEnv = {
    ...process.env,
    ANDON_DATA_DIR: folder,
    ANDON_CLOCK: given.clock ?? keptClock(path.join(folder, "clock"), given.timezone),
    ANDON_API_KEY: given.apiKey ?? keptSecret(path.join(folder, "api-key")),
    ANDON_LOG: process.env.ANDON_LOG || "warn",
    ...demoSignIn(process.env),
  };
  say(
    `Andon demo: an invented furniture shop at ${SPEED} times real speed. Soon at ${given.publicUrl}/wall ` +
      "(English: ?lang=en): first 48 hours of its orders in some seconds, then an hour a minute, " +
      "and bulky dispatch (大件装车调度) turns red first.",
  );
  const shown = process.env.PUBLIC_URL || given.port !== 0 ? given.publicUrl : "";
  const sandbox = await step("Sandbox", () => startSandbox(folder, given.host, shown, shutdown));
  const source = { ...own, ...sandbox.env };
  const up = await supervise(source, ["web", "worker"], "npm run demo", shutdown, ({ databaseUrl }) =>
    claimDemoDatabase(databaseUrl),
  );
  const isNew = await seedShop(up.databaseUrl, sandbox.url, given.timezone);
  if (isNew) await giveCutOffs(up.url!, source.ANDON_API_KEY!);
  await superviseRole(
    "Simulator",
    "simulator/main.ts",
    { ...up.env, ANDON_URL: up.url!, ANDON_API_KEY: source.ANDON_API_KEY },
    shutdown,
    (running) => up.state?.child("simulator", running.process),
    { waits: false },
  );
  say("");
  say(`Wall  ${up.publicUrl}/wall   (English: ${up.publicUrl}/wall?lang=en)`);
  say(`Phone ${sandbox.shownUrl}/   (chats and a phone that rings: answer it, press 1; English: ?lang=en)`);
  if (own.ANDON_SHOW_SIGN_IN)
    say(`Sign in   ${own.ANDON_ADMIN_EMAIL}   ${own.ANDON_ADMIN_PASSWORD}   (the sign-in page says so, too)`);
  sayMade(up);
  say(`API   ${up.publicUrl}/api/docs   (key: ${path.join(folder, "api-key")})`);
  say("Ctrl-C stops everything; npm run demo goes on from there.");
}

/** Everybody may know how to get into an invented shop, unless whoever starts it chose a password. */
function demoSignIn({ ANDON_ADMIN_EMAIL, ANDON_ADMIN_PASSWORD }: NodeJS.ProcessEnv): Record<string, string> {
  if (ANDON_ADMIN_EMAIL || ANDON_ADMIN_PASSWORD) return {};
  return {
    ANDON_ADMIN_EMAIL: "demo@andon.example",
    ANDON_ADMIN_PASSWORD: "andon-demo",
    ANDON_SHOW_SIGN_IN: "true",
  };
}

/**
 * The shop's people, groups and turns, at the first start; whose the sandbox's phones are, at each.
 * @returns whether this is the first start
 */
async function seedShop(databaseUrl: string, sandboxUrl: string, timezone: string): Promise<boolean> {
  const sql = connect(databaseUrl, { max: 1, name: "andon demo" });
  try {
    const robots = await readSandboxRobots(sandboxUrl);
    const settings = DEMO_SETTINGS;
    const seed = { timezone, robots, settings, policies: demoPolicies(), nowMs: machineNow() };
    const isNew = await seedPeople(sql, seed);
    await namePhones(sandboxUrl);
    return isNew;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** The text of ANDON_CLOCK that the first demo began with: the same text goes on where it stood. */
function keptClock(file: string, timezone: string): string {
  if (existsSync(file)) return readFileSync(file, "utf8").trim();
  const text = `${new Date(morning(machineNow(), timezone)).toISOString()}@${SPEED}`;
  writeAtomically(file, `${text}\n`);
  return text;
}

/** Ten in the morning of the shop's day: at night little moves, and a newcomer would wait for it. Epoch ms. */
function morning(nowMs: number, timezone: string): number {
  const localDay = Math.floor((nowMs + offsetAt(timezone, nowMs)) / DAY_MS);
  return localToInstant(timezone, localDay * DAY_MS + OPENING_MS);
}
