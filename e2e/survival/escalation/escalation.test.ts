import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SEED } from "../../../domain/testing/seed.ts";
import { type Fleet, startFleet } from "../fleet.ts";
import { Random } from "../random.ts";
import { tell } from "../tell.ts";
import { befall, type Trouble, troubles, troublesInWords } from "./faults.ts";
import { inspectEscalation, UNDER_WAY } from "./inspect.ts";
import { type LateOrder, lateOrders } from "./late-shop.ts";
import { addPeople } from "./people.ts";
import { type Providers, startProviders } from "./sandbox.ts";

/** Played when ANDON_ALERTS says how many orders (10500 makes ten thousand alerts); ANDON_TROUBLES for more of those. */
const PLAYED = Boolean(process.env.ANDON_ALERTS);
const ORDERS = Number(process.env.ANDON_ALERTS || 0);
const TROUBLES = Number(process.env.ANDON_TROUBLES || 40);
const LEAST_ALERTS = Math.floor(ORDERS * 0.9);

const MINUTE = 60_000;
const START = Date.parse("2026-11-11T13:30:00+08:00");
/** An hour of the shop in 15 s. */
const SPEED = 240;
/** Slow enough to stand still while everything is looked at: no step falls due meanwhile. */
const FROZEN = 0.000_001;
const clockFrom = (shopAt: number, speed = SPEED) => `${new Date(shopAt).toISOString()}@${speed.toFixed(6)}`;
const DIRECTORY_MS = 1_500;
const BATCH = 500;
const MOVES = 100;
const SETTLES_WITHIN_MS = 120_000;
/** Shop time that is leapt over when the clock steps. */
const STEP_MS = 40 * MINUTE;

/** Numbers of people, tokens and secrets of robots and of the voice account. */
const SECRETS = /1380000000\d|a-token-of-the-simulation|SECsimulation|_lead-\d|access_token/;

let fleet: Fleet;
let providers: Providers;

beforeAll(async () => {
  if (!PLAYED) return;
  providers = await startProviders();
  fleet = await startFleet({ ...providers.env, ANDON_CLOCK: clockFrom(START) });
});
afterAll(async () => {
  await fleet?.close();
  await providers?.close();
});

test(`${ORDERS} orders turn late amid ${TROUBLES} troubles: no step is missed, none fires twice, nothing stays in doubt`, {
  timeout: 600_000,
  skip: !PLAYED,
}, async () => {
  const random = new Random(SEED);
  await fleet.look((context) => addPeople(context, providers));
  // Who can be told is known a second after it changed.
  await sleep(DIRECTORY_MS);
  const from = performance.now();
  const shop = await shopClock();
  const orders = lateOrders(SEED, ORDERS, shop() + 45 * MINUTE, shop() + 200 * MINUTE);
  const list = troubles(random, TROUBLES);
  tell(`escalation: ANDON_TEST_SEED=${SEED}`);
  for (let at = 0; at < orders.length; at += BATCH) await post(orders.slice(at, at + BATCH).map(entered));

  let clock = shop;
  const moving = moveOn(orders, () => clock());
  let hits = 0;
  for (const [i, trouble] of list.entries()) {
    if (await befall(trouble, fleet, providers)) hits++;
    if (i === Math.floor(list.length / 2)) {
      await leap(clock() + STEP_MS);
      clock = await shopClock();
    }
  }
  await providers.clearFaults();
  await sleep(Math.max(0, (orders.at(-1)!.dueAt + 20 * MINUTE - clock()) / SPEED));
  await moving.stop();
  const shopNow = Math.ceil(clock()) + MINUTE;
  await leap(shopNow, FROZEN);
  await settle(shopNow);
  const calls = await providers.calls();
  const found = await fleet.look((context) => inspectEscalation(context, orders, calls, shopNow));
  const messages = await providers.messages();
  tell(
    `escalation: ${found.alerts} alerts, ${found.steps} steps, ${messages.length} messages, ${calls.length} calls, ${found.attempts} attempts ` +
      `(${found.unsure} settled without the provider's answer), ${hits} troubles, in ${Math.round((performance.now() - from) / 1_000)} s`,
  );
  expect(found.problems, report(list)).toEqual([]);
  expect(found.alerts).toBeGreaterThanOrEqual(LEAST_ALERTS);
  expect(calls.length, "phones rang").toBeGreaterThan(5);
  expect(fleet.logs(Number.MAX_SAFE_INTEGER), "a log tells no number and no secret").not.toMatch(SECRETS);
});

const report = (list: readonly Trouble[]) =>
  `ANDON_TEST_SEED=${SEED}\n${troublesInWords(list)}\n${fleet.logs()}`;

/** @returns the shop's time by this machine's clock, as a web process tells it */
async function shopClock(): Promise<() => number> {
  for (;;) {
    const answer = await fetch(`${fleet.urls[0]}/api/v1/clock`, {
      headers: { authorization: `Bearer ${fleet.key}` },
    }).catch(() => null);
    if (answer?.ok) {
      const { shopNow } = (await answer.json()) as { shopNow: string };
      const at = performance.now();
      return () => Date.parse(shopNow) + (performance.now() - at) * SPEED;
    }
    await sleep(100);
  }
}

/** Every process starts again on a clock that is further: what was to happen between is overdue at once. */
async function leap(toMs: number, speed = SPEED): Promise<void> {
  fleet.env.ANDON_CLOCK = clockFrom(toMs, speed);
  const roles = ["web1", "web2", "worker1", "worker2"] as const;
  for (const name of roles) fleet.members[name].signal("SIGKILL");
  await fleet.whenUp();
}

const entered = ({ orderNo, node, enteredAt }: LateOrder) => ({
  id: `${orderNo}-in`,
  source: "simulation",
  orderNo,
  node,
  occurredAt: new Date(enteredAt).toISOString(),
});

/** Sends again until it is answered. */
async function post(events: object[]): Promise<void> {
  for (let turn = 0; ; turn++) {
    const answer = await fetch(`${fleet.urls[turn % fleet.urls.length]}/api/v1/events`, {
      method: "POST",
      headers: { authorization: `Bearer ${fleet.key}`, "content-type": "application/json" },
      body: JSON.stringify(events),
      signal: AbortSignal.timeout(8_000),
    }).catch(() => null);
    const text = await answer?.text().catch(() => "");
    if (answer?.status === 200) {
      const { rejectedTotal } = JSON.parse(text!) as { rejectedTotal: number };
      if (rejectedTotal > 0) throw new Error(`refused: ${text}`);
      return;
    }
    await sleep(150);
  }
}

/** Lets orders move on when their time has come. */
function moveOn(orders: readonly LateOrder[], now: () => number): { stop(): Promise<void> } {
  const leaving = orders
    .filter(({ leavesAt }) => leavesAt !== null)
    .sort((a, b) => a.leavesAt! - b.leavesAt!);
  let stopped = false;
  const ended = (async () => {
    let next = 0;
    while (!stopped && next < leaving.length) {
      const ready = leaving.slice(next, next + MOVES).filter(({ leavesAt }) => leavesAt! <= now());
      if (ready.length > 0)
        await post(
          ready.map(({ orderNo, leavesAt }) => ({
            id: `${orderNo}-out`,
            source: "simulation",
            orderNo,
            node: "closed",
            occurredAt: new Date(leavesAt!).toISOString(),
          })),
        );
      for (const order of ready) order.toldAt = now();
      next += ready.length;
      if (ready.length < MOVES) await sleep(100);
    }
  })();
  return {
    stop: () => {
      stopped = true;
      return ended;
    },
  };
}

/** Waits until nothing is under way; who still has a phone in his hand puts it down. */
async function settle(shopNow: number): Promise<void> {
  const deadline = performance.now() + SETTLES_WITHIN_MS;
  for (let waiting = 1; waiting > 0 && performance.now() < deadline; await sleep(500)) {
    await providers.hangUp();
    waiting = await fleet.look(async ({ sql }) => {
      const [row] = await sql<{ waiting: number }[]>`
        select (select count(*) from notifications where ${UNDER_WAY(sql, shopNow)})
          + (select count(*) from attempts where settled_at is null)
          + (select count(*) from visits where next_step_at <= ${new Date(shopNow)}) as waiting`;
      return row!.waiting;
    });
  }
}
