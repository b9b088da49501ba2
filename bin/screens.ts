import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright";
import { connect } from "../db/sql.ts";
import { TV_REPORT_MS } from "../domain/screens/types.ts";
import { machineNow } from "../server/platform/clock.ts";
import { readEnv } from "../server/platform/env.ts";
import { namePhones } from "./demo/name-phones.ts";
import { readSandboxRobots } from "./demo/sandbox-robots.ts";
import { seedPeople } from "./demo/seed-people.ts";
import { type DemoSandbox, startSandbox } from "./demo/start-sandbox.ts";
import { stageEscalation } from "./screens/escalation.ts";
import { pairTelevision } from "./screens/pair-television.ts";
import {
  busyEvents,
  calmEvents,
  newsEvents,
  PAST_MIN,
  PICTURE_CLOCK,
  PICTURE_SPEED,
  PICTURE_TIME,
} from "./screens/shop.ts";
import { LANGUAGES, type Place, SIZES, type Sitting, type Size, sit, take } from "./screens/take-pictures.ts";
import { sayError } from "./supervisor/say-error.ts";
import { readState } from "./supervisor/service-state.ts";
import { Shutdown } from "./supervisor/shutdown.ts";
import { say, step } from "./supervisor/steps.ts";
import { findBrowser } from "./testing/browser.ts";
import { type RunningAndon, runAndon } from "./testing/run-andon.ts";
import { ADMIN, signIn } from "./testing/sign-in.ts";
import { silenceSource } from "./testing/silence-source.ts";

const FOLDER = fileURLToPath(new URL("../docs/screens", import.meta.url));
/** Until the rate has forgotten what was sent, and ages say a minute: then pictures come out the same (ms). */
const FORGOTTEN_MS = 63_000;
/** What the pictures show as events a minute. */
const NEWS = 182;
const WALL: Place = { name: "wall", path: "/wall" };
const PAST: Place = {
  name: "wall",
  path: `/wall?asOf=${new Date(PICTURE_TIME - PAST_MIN * 60_000).toISOString()}`,
};
const PAST_HOURS = [new Date(PICTURE_TIME - 3 * 3_600_000), new Date(PICTURE_TIME - 3_600_000)]
  .map((at) => at.toISOString())
  .join("..");
const REPLAY: Place = { name: "replay", path: `/wall?replay=${PAST_HOURS}&speed=600` };
const CHANGES: Place = { name: "changes", path: "/changes" };
const ORDERS: Place = { name: "orders", path: "/orders?node=bulky_dispatch" };
const WALL_SIZES = Object.keys(SIZES) as Size[];
const ALL_SIZES = WALL_SIZES.filter((size) => size !== "upright");
/** What televisions show beside the board. */
const BOTTLENECKS: Place = { name: "bottlenecks", path: "/wall/bottlenecks" };
const SCREENS: Place[] = [
  BOTTLENECKS,
  { name: "depth", path: "/wall/node/bulky_dispatch" },
  { name: "forecast", path: "/wall/forecast" },
];
const BY_CHANNEL: Place = { name: "bottlenecks-by-channel", path: "/wall/bottlenecks?by=channel" };
const ESCALATIONS: Place = { name: "escalations", path: "/wall/escalations" };
/** Where people sign in, and where they see who may. */
const ACCESS: [Place, Size[]][] = [
  [{ name: "signin", path: "/signin", cookies: [] }, ALL_SIZES],
  [{ name: "account", path: "/account" }, ["tv", "phone"]],
  [{ name: "users", path: "/users" }, ["tv", "phone"]],
  [{ name: "keys", path: "/keys" }, ["tv", "phone"]],
];
/** Where televisions are let in and looked after. */
const TVS: [Place, Size[]][] = [
  [{ name: "tvs", path: "/tvs" }, ["tv", "phone"]],
  [{ name: "playlists", path: "/tvs/playlists" }, ["tv", "phone"]],
  [{ name: "pairing", path: "/tv", cookies: [] }, ["tv", "tv4k", "upright"]],
];
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** What the wall says of the silent source: for so long, and so many missing. */
const SILENT = { forMs: 18.2 * MINUTE_MS, expected: 40 };
/** Until what was sent has been noted: later notes would make the source look alive (ms). */
const NOTED_MS = 3_000;
/** Until the ticker has judged the sources and every wall has heard of it, in ms. */
const JUDGED_MS = 6_000;
/** The pictured phone rings until the last picture is taken. */
const RINGS_S = "600";
/** Until what is queued was sent, and every wall has heard of it, in ms. */
const TOLD_MS = 8_000;

/** The cookies of whoever looks at the pictured pages. */
let signedIn: Awaited<ReturnType<typeof signIn>> = [];

const shutdown = new Shutdown();
shutdown.onSignals();

try {
  await takeAll();
} catch (error) {
  if (!shutdown.stopping) sayError(error);
  process.exitCode = 1;
}
await shutdown.run();
process.exit();

/** Remakes every picture of docs/screens from an Andon of its own. */
async function takeAll(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const { executable } = await findBrowser(path.join(readEnv().dataDir, "browser"));
  const kept = mkdtempSync(path.join(os.tmpdir(), "andon-screens-"));
  shutdown.add(() => rmSync(kept, { recursive: true, force: true }));
  process.env.SANDBOX_RING_S = RINGS_S;
  const sandbox = await startSandbox(kept, "127.0.0.1", "", shutdown);
  const andon = await runAndon("npm run screens", PICTURE_CLOCK, shutdown, {
    ...sandbox.env,
    ANDON_ADMIN_EMAIL: ADMIN.email,
    ANDON_ADMIN_PASSWORD: ADMIN.password,
  });
  signedIn = await signIn(andon.url, ADMIN);
  await hirePeople(andon, sandbox);
  const browser = await chromium.launch({
    executablePath: executable,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  shutdown.add(() => browser.close());
  const show = (scene: string, sizes: Size[], place = WALL) =>
    step(`Pictures: ${scene}`, async () => {
      await takeAllOf(await sitAll(browser, andon.url, sizes, place), scene);
    });

  await show("empty", ["tv"]);
  await andon.send(calmEvents());
  await step("A quiet minute", () => sleep(FORGOTTEN_MS));
  await andon.send(newsEvents("calm", NEWS));
  await show("calm", WALL_SIZES);
  await show("calm", ["tv"], BOTTLENECKS);
  await andon.send(busyEvents());
  await step("A quiet minute", () => sleep(FORGOTTEN_MS));
  for (const size of WALL_SIZES) {
    await andon.send(newsEvents(`busy ${size}`, NEWS));
    await show("busy", [size]);
  }
  for (const screen of SCREENS) await show("busy", WALL_SIZES, screen);
  await show("busy", ["tv"], BY_CHANNEL);
  await show("node", ["tv", "phone"], ORDERS);
  await show("past", ["tv"], PAST);
  await show("past", WALL_SIZES, REPLAY);
  await show("past", ["tv", "phone"], CHANGES);
  for (const [place, sizes] of ACCESS) await show("access", sizes, place);
  await step("Pictures: televisions", () => takeTelevisions(browser, andon));
  await step("Pictures: escalation", () => takeEscalation(browser, andon, sandbox));
  await step("Pictures: lost", () => takeWhileFrozen(browser, andon, "web", "lost"));
  await step("Pictures: late", () => takeWhileFrozen(browser, andon, "worker", "late"));
  await step("Pictures: silent", () => takeSilent(browser, andon));
  say(`Pictures are in ${path.relative(process.cwd(), FOLDER) || "."}.`);
}

async function sitAll(browser: Browser, url: string, sizes: Size[], place: Place): Promise<Sitting[]> {
  const sittings: Sitting[] = [];
  for (const size of sizes) {
    for (const language of LANGUAGES) sittings.push(await sit(browser, url, place, language, size, signedIn));
  }
  return sittings;
}

async function takeAllOf(sittings: Sitting[], scene: string): Promise<void> {
  for (const sitting of sittings) await take(sitting, FOLDER, scene);
}

/** Pictures of a television that was let in, of the desk that hears of it, and of one that waits. */
async function takeTelevisions(browser: Browser, andon: RunningAndon): Promise<void> {
  const { id, cookies } = await pairTelevision(andon, "仓库北墙");
  const onWall = await sitAll(browser, andon.url, ["tv", "upright"], { name: "tv", path: "/tv", cookies });
  await sleep(TV_REPORT_MS);
  const remote: Place = { name: "remote", path: `/tvs/${id}/remote` };
  for (const [place, sizes] of [...TVS, [remote, ["phone"]] as [Place, Size[]]])
    await takeAllOf(await sitAll(browser, andon.url, sizes, place), "televisions");
  await takeAllOf(onWall, "televisions");
}

/** Pictures of what a wall says when a process of Andon hangs. */
async function takeWhileFrozen(
  browser: Browser,
  andon: RunningAndon,
  role: "web" | "worker",
  scene: string,
): Promise<void> {
  const sittings = await sitAll(browser, andon.url, ALL_SIZES, WALL);
  sittings.push(...(await sitAll(browser, andon.url, ["tv"], BOTTLENECKS)));
  andon.freeze(role);
  await sleep(FORGOTTEN_MS);
  await takeAllOf(sittings, scene);
  andon.thaw(role);
}

/** Pictures of what a wall says when a source that usually sends does not. */
async function takeSilent(browser: Browser, andon: RunningAndon): Promise<void> {
  await sleep(NOTED_MS);
  // Shop time all but stands still in the pictures, so what is usual in so little of it must be much.
  const shopMs = SILENT.forMs * PICTURE_SPEED;
  const perHour = Math.round((SILENT.expected * HOUR_MS) / shopMs);
  await silenceSource(andon.folder, {
    source: "pinduoduo",
    forMs: SILENT.forMs,
    perHour,
    shopNow: PICTURE_TIME,
  });
  await sleep(JUDGED_MS);
  await takeAllOf(await sitAll(browser, andon.url, ALL_SIZES, WALL), "silent");
}

/** The picture shop has the demo's people, so that messages and calls go somewhere. */
async function hirePeople(andon: RunningAndon, sandbox: DemoSandbox): Promise<void> {
  const sql = connect(readState(andon.folder)!.databaseUrl!);
  try {
    const robots = await readSandboxRobots(sandbox.url);
    await seedPeople(sql, { timezone: "Asia/Shanghai", robots, nowMs: machineNow() });
    await namePhones(sandbox.url);
  } finally {
    await sql.end();
  }
}

/** Pictures of an escalation under way: on the wall, at the desk, on a phone, and where the stand-ins ring. */
async function takeEscalation(browser: Browser, andon: RunningAndon, sandbox: DemoSandbox): Promise<void> {
  const { alertPath, linkPath } = await stageEscalation(andon.folder, andon.url);
  await sleep(TOLD_MS);
  const places: [place: Place, sizes: Size[], url: string][] = [
    [{ name: "sandbox", path: "/" }, ["tv", "phone"], sandbox.url],
    [WALL, WALL_SIZES, andon.url],
    [ESCALATIONS, WALL_SIZES, andon.url],
    [{ name: "alerts", path: "/alerts" }, ["tv", "phone"], andon.url],
    [{ name: "alert", path: alertPath }, ["tv", "phone"], andon.url],
    [{ name: "link", path: linkPath }, ["phone"], andon.url],
    [{ name: "oncall", path: "/oncall" }, ["tv", "phone"], andon.url],
  ];
  for (const [place, sizes, url] of places)
    await takeAllOf(await sitAll(browser, url, sizes, place), "escalation");
}
