import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { realClock } from "../../server/platform/clock.ts";
import { Traffic } from "./client.ts";
import { type Fleet, startFleet } from "./fleet.ts";
import { inspect, whenLive } from "./inspect.ts";
import { openScreen, type Screen } from "./screen.ts";
import { Shop } from "./shop.ts";
import { tell } from "./tell.ts";
import { Witness } from "./witness.ts";

const SEED = 2;
const EVENTS_PER_SECOND = 500;
/** A death is healed and traffic flows before the next. */
const APART_MS = 6_000;
/** As old as a picture may be while it calls itself live: 5 s of silence after a message that was 5 s behind. */
const OLDEST_LIVE_MS = 11_000;
/** Below any time that somebody would wait for Redis. */
const ANSWERED_WITHIN_MS = 3_000;
const REDIS_STOPPED_MS = 8_000;
const REDIS_ABSENT_MS = 4_000;
const HUNG_MS = 60_000;

let fleet: Fleet;
let shop: Shop;
let screens: Screen[];
const witness = new Witness();

beforeAll(async () => {
  fleet = await startFleet();
  shop = new Shop(SEED, realClock.machineNow());
  screens = fleet.urls.map((url, i) => openScreen(`screen ${i + 1}`, url, fleet.key, witness));
});
afterAll(async () => {
  for (const screen of screens ?? []) screen.close();
  await fleet?.close();
});

const traffic = () =>
  new Traffic({
    urls: fleet.urls,
    key: fleet.key,
    shop,
    clients: 4,
    eventsPerBatch: 25,
    eventsPerSecond: EVENTS_PER_SECOND,
  });
const stage = () => ({ fleet, shop, screens, witness });
const inSeconds = (ms: number) => (ms / 1_000).toFixed(1);

test("two webs show the same board under the same number, and either of each may die", {
  timeout: 180_000,
}, async () => {
  const sending = traffic();
  await sleep(APART_MS);
  const before = witness.agreed;
  expect(before, "both screens saw the same frames").toBeGreaterThan(0);
  for (const name of ["web1", "worker1", "web2", "worker2"] as const) {
    expect(fleet.members[name].signal("SIGKILL"), `${name} ran`).toBe(true);
    await sleep(APART_MS);
  }
  await sending.stop();
  const { problems } = await inspect(stage());
  expect(problems, fleet.logs()).toEqual([]);
  expect(witness.agreed).toBeGreaterThan(before);
  for (const screen of screens) {
    const { longestGapMs, saidThen, longestLiveMs } = screen.report();
    tell(
      `two of each: ${screen.name} at most ${inSeconds(longestGapMs)} s behind, and then said "${saidThen}"; ` +
        `at most ${inSeconds(longestLiveMs)} s behind while it said "live"`,
    );
    expect(longestLiveMs).toBeLessThan(OLDEST_LIVE_MS);
  }
  tell(`two of each: ${witness.agreed} of ${witness.size} numbered boards seen by more than one, all alike`);
});

test("ingest waits for no Redis that hangs or is gone, and screens say that they are late", {
  timeout: 120_000,
}, async () => {
  const sending = traffic();
  await sleep(2_000);
  const from = sending.answerMs.length;
  const failedBefore = sending.failures;
  fleet.members.redis.pause(REDIS_STOPPED_MS + 2_000);
  await sleep(REDIS_STOPPED_MS);
  const said = screens.map((screen) => screen.link());
  for (let gone = 0; gone < REDIS_ABSENT_MS; gone += 100) {
    fleet.members.redis.signal("SIGKILL");
    await sleep(100);
  }
  const during = sending.answerMs.slice(from);
  expect(during.length).toBeGreaterThan(0);
  expect(sending.failures - failedBefore).toBe(0);
  expect(Math.max(...during)).toBeLessThan(ANSWERED_WITHIN_MS);
  for (const link of said) expect(["late", "lost", "catching_up"]).toContain(link);
  await sending.stop();
  const { problems, settledMs } = await inspect(stage());
  expect(problems, fleet.logs()).toEqual([]);
  tell(
    `no Redis: ${during.length} batches answered, the slowest in ${Math.round(Math.max(...during))} ms; ` +
      `screens said "${said.join('", "')}"; right ${inSeconds(settledMs)} s after Redis was back`,
  );
});

test("what a process that hangs amid its work had taken is taken over by the others", {
  timeout: 120_000,
}, async () => {
  const sending = traffic();
  await sleep(2_000);
  fleet.members.worker1.pause(HUNG_MS);
  fleet.members.web1.pause(HUNG_MS);
  await sending.stop();
  const quietSince = realClock.machineNow();
  const from = performance.now();
  const shown = await whenLive("screen 2", quietSince, async () =>
    screens[1]!.link() === "live" ? screens[1]!.board() : null,
  );
  expect(shown).toMatchObject({ pulse: { state: "live" } });
  expect(fleet.members.worker1.isUp, "the worker still hangs").toBe(false);
  tell(
    `hung: worker and web stopped amid traffic; the others had it all ${inSeconds(performance.now() - from)} s later`,
  );
  fleet.members.worker1.signal("SIGKILL");
  fleet.members.web1.signal("SIGKILL");
  const { problems } = await inspect(stage());
  expect(problems, fleet.logs()).toEqual([]);
});
