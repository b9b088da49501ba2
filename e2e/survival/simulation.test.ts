import { afterAll, beforeAll, expect, test } from "vitest";
import { SEED } from "../../domain/testing/seed.ts";
import { prefixOf } from "../../server/live/keys.ts";
import { inWords, type Step, schedule } from "./faults.ts";
import { type Fleet, startFleet } from "./fleet.ts";
import { type Played, type PlayOptions, play } from "./play.ts";
import { Random } from "./random.ts";
import { shrink } from "./shrink.ts";
import { tell } from "./tell.ts";

/** Enough to meet each kind of fault in any run, another schedule each time; ANDON_FAULTS=220 for a night's worth. */
const FAULTS = Number(process.env.ANDON_FAULTS || 50);
/** Some come while their process is down already. */
const LEAST_HITS = Math.floor(FAULTS * 0.9);
const SHRINK_WITHIN_MS = 120_000;

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet?.close());

test(`${FAULTS} faults from a seed: log and board are right at every quiet point`, {
  timeout: 900_000,
}, async () => {
  const steps = schedule(new Random(SEED), FAULTS);
  const options = { seed: SEED, faultsPerRound: 37, eventsPerSecond: 200 };
  tell(`simulation: ANDON_TEST_SEED=${SEED}`);
  const from = performance.now();
  const played = await play(fleet, steps, options);
  if (played.problems.length > 0) await fail(played, options);
  const worst = Math.max(...played.settledMs) / 1_000;
  tell(
    `simulation: ${played.hits} faults hit in ${Math.round((performance.now() - from) / 1_000)} s, ` +
      `${played.events} events (${played.repeated} sent again though stored), ${played.frames} frames seen, ` +
      `${played.agreed} times by both screens alike; right at most ${worst.toFixed(1)} s after every process was back`,
  );
  expect(played.hits).toBeGreaterThanOrEqual(LEAST_HITS);
  expect(played.agreed).toBeGreaterThan(0);
});

test("the inspection sees a board that lost visits, and shrinks the schedule to what took them", {
  timeout: 240_000,
}, async () => {
  const steps: Step[] = [
    { afterMs: 100, fault: { do: "pause", who: "worker1", ms: 300 } },
    { afterMs: 900, fault: { do: "sabotage" } },
    { afterMs: 100, fault: { do: "restart", who: "worker2" } },
  ];
  const options = { seed: SEED, faultsPerRound: 10, eventsPerSecond: 300, sabotage: loseVisits };
  await fleet.reset();
  const played = await play(fleet, steps, options);
  expect(played.problems.join("\n")).toMatch(/Redis at .*open: board \d+, counted \d+/);
  const least = await shrinkPlayed(played, options);
  expect(least.map(({ fault }) => fault.do)).toEqual(["sabotage"]);
});

/** Shrinks what failed and says how to see it again. */
async function fail(played: Played, options: PlayOptions): Promise<never> {
  const logs = fleet.logs();
  const least = await shrinkPlayed(played, options);
  throw new Error(
    `ANDON_TEST_SEED=${SEED}\n${played.problems.join("\n")}\n` +
      `The shortest schedule found that still fails:\n${inWords(least)}\n${logs}`,
  );
}

/** Plays parts of a failed schedule on a fleet made empty each time: what came since the last good inspection first. */
async function shrinkPlayed(played: Played, options: PlayOptions): Promise<readonly Step[]> {
  const deadline = performance.now() + SHRINK_WITHIN_MS;
  const hasTime = () => performance.now() < deadline;
  const fails = async (part: readonly Step[]) => {
    await fleet.reset();
    return (await play(fleet, part, { ...options, faultsPerRound: part.length })).problems.length > 0;
  };
  if (hasTime() && (await fails(played.last))) return shrink(played.last, fails, hasTime);
  const all = [...played.before, ...played.last];
  if (hasTime() && (await fails(all))) return shrink(all, fails, hasTime);
  return all;
}

/** Takes visits out of the board, as a write that was lost would. */
async function loseVisits(): Promise<void> {
  await fleet.look(async ({ redis, boardTag }) => {
    const prefix = prefixOf(boardTag);
    const epoch = await redis.get(`${prefix}epoch`);
    const sets = await redis.keys(`${prefix}${epoch}:n:*:open`);
    for (const set of sets) await redis.zrem(set, ...(await redis.zrandmember(set, 20)));
  });
}
