import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SEED } from "../../../domain/testing/seed.ts";
import type { Context } from "../../../server/platform/context.ts";
import { type Fleet, startFleet } from "../fleet.ts";
import { Random } from "../random.ts";
import { shrink } from "../shrink.ts";
import { tell } from "../tell.ts";
import { type Trouble, troubles, troublesInWords, WORST } from "./faults.ts";
import { addPeople } from "./people.ts";
import { clockOfPlay, type PlayedOut, playOut, type Scene } from "./play.ts";
import { type Providers, startProviders } from "./sandbox.ts";

/** ANDON_ALERTS=10500 makes ten thousand alerts, in minutes; ANDON_TROUBLES more of those. */
const ORDERS = Number(process.env.ANDON_ALERTS || 250);
const IS_SMALL = ORDERS <= 1_000;
const TROUBLES = Number(process.env.ANDON_TROUBLES || (IS_SMALL ? 4 : 40));
const LEAST_ALERTS = Math.floor(ORDERS * 0.9);
/** Calls come two hours after the deadline: an afternoon goes by in half a minute, or in a minute and more. */
const SCENE: Scene = IS_SMALL
  ? { seed: SEED, orders: ORDERS, speed: 360, dueFrom: 15, dueTo: 50, after: 130 }
  : { seed: SEED, orders: ORDERS, speed: 240, dueFrom: 45, dueTo: 200, after: 20 };
const DIRECTORY_MS = 1_500;
const SHRINK_WITHIN_MS = 120_000;

/** Numbers of people, tokens and secrets of robots and of the voice account. */
const SECRETS = /1380000000\d|a-token-of-the-simulation|SECsimulation|_lead-\d|access_token/;

let fleet: Fleet;
let providers: Providers;
let plays = 0;

beforeAll(async () => {
  providers = await startProviders();
  fleet = await startFleet({ ...providers.env, ANDON_CLOCK: clockOfPlay(0, SCENE.speed) });
  await fleet.look((context) => addPeople(context, providers));
  // Who can be told is known a second after it changed.
  await sleep(DIRECTORY_MS);
});
afterAll(async () => {
  await fleet?.close();
  await providers?.close();
});

test(`${ORDERS} orders turn late amid troubles: no step is missed, none fires twice, nothing stays in doubt`, {
  timeout: 900_000,
}, async () => {
  const list = [...WORST, ...troubles(new Random(SEED), TROUBLES)];
  tell(`escalation: ANDON_TEST_SEED=${SEED}`);
  const from = performance.now();
  const played = await playAgain(list);
  tell(
    `escalation: ${played.alerts} alerts, ${played.steps} steps, ${played.messages} messages, ${played.calls} calls, ${played.attempts} attempts ` +
      `(${played.unsure} settled without the provider's answer), ${played.hits} troubles, in ${Math.round((performance.now() - from) / 1_000)} s`,
  );
  if (played.problems.length > 0) await fail(played, list);
  expect(played.alerts).toBeGreaterThanOrEqual(LEAST_ALERTS);
  expect(played.calls, "phones rang").toBeGreaterThan(IS_SMALL ? 0 : 5);
  expect(fleet.logs(Number.MAX_SAFE_INTEGER), "a log tells no number and no secret").not.toMatch(SECRETS);
  await expectSeen(
    played,
    "missed",
    ({ sql }) => sql`
    delete from alert_steps where (alert_id, step, round) in (
      select s.alert_id, s.step, s.round from alert_steps s join alerts a on a.id = s.alert_id
      where s.kind = 'flag' and a.state = 'open' and a.first_taken_at is null and a.pledge_until is null limit 1)`,
  );
  await expectSeen(
    played,
    "was dropped",
    ({ sql }) => sql`
    update notifications set state = 'dropped' where purpose = 'step' and id in (
      select l.notification_id from notification_alerts l join alerts a on a.id = l.alert_id
      where a.state = 'open' and a.first_taken_at is null and a.pledge_until is null)`,
  );
  await expectSeen(
    played,
    "not settled",
    ({ sql }) => sql`
    update attempts set settled_at = null where id in (select id from attempts limit 1)`,
  );
});

/** What goes wrong is found: an inspection that cannot fail proves nothing. */
async function expectSeen(
  { lookAgain }: PlayedOut,
  problem: string,
  sabotage: (context: Context) => Promise<unknown>,
): Promise<void> {
  await fleet.look(sabotage);
  expect((await lookAgain()).join("\n")).toContain(problem);
}

/** Each time on a shop without orders, another day. */
async function playAgain(list: readonly Trouble[]): Promise<PlayedOut> {
  if (plays > 0) {
    fleet.env.ANDON_CLOCK = clockOfPlay(plays, SCENE.speed);
    await fleet.reset();
  }
  plays++;
  return playOut(fleet, providers, SCENE, list);
}

/** Shrinks what failed and says how to see it again. */
async function fail({ problems }: PlayedOut, list: readonly Trouble[]): Promise<never> {
  const logs = fleet.logs();
  const deadline = performance.now() + SHRINK_WITHIN_MS;
  const hasTime = () => performance.now() < deadline;
  const fails = async (part: readonly Trouble[]) => (await playAgain(part)).problems.length > 0;
  const least = await shrink(list, fails, hasTime);
  throw new Error(
    `ANDON_TEST_SEED=${SEED}\n${problems.join("\n")}\n` +
      `The shortest list of troubles found that still fails:\n${troublesInWords(least)}\n${logs}`,
  );
}
