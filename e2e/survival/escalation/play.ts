import { setTimeout as sleep } from "node:timers/promises";
import type { Fleet } from "../fleet.ts";
import { befall, type Trouble } from "./faults.ts";
import { inspectEscalation, UNDER_WAY } from "./inspect.ts";
import { type LateOrder, lateOrders } from "./late-shop.ts";
import type { Providers } from "./sandbox.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** A working day's early afternoon: each play begins at this time of a day of its own. */
const START = Date.parse("2026-11-11T13:30:00+08:00");
/** Slow enough to stand still while everything is looked at: no step falls due meanwhile. */
const FROZEN = 0.000_001;
const BATCH = 500;
const MOVES = 100;
const SETTLES_WITHIN_MS = 120_000;
/** Shop time that is leapt over when the clock steps. */
const STEP_MS = 40 * MINUTE;

/** How much of a shop's afternoon is played. Shop time in minutes. */
export interface Scene {
  seed: number;
  orders: number;
  /** How much faster than the machine's the shop's time runs. */
  speed: number;
  /** Deadlines pass from the one until the other after the beginning. */
  dueFrom: number;
  dueTo: number;
  /** How long is waited after the last of them. */
  after: number;
}

/** What came of it. */
export interface PlayedOut {
  /** Empty: all is as it must be. */
  problems: string[];
  alerts: number;
  steps: number;
  attempts: number;
  unsure: number;
  messages: number;
  calls: number;
  /** Troubles that hit something. */
  hits: number;
  /** Looks once more at what stands there. @returns problems */
  lookAgain(): Promise<string[]>;
}

/** What ANDON_CLOCK says for the first play; each later one is a day on. */
export const clockOfPlay = (play: number, speed: number) => clockFrom(START + play * DAY, speed);

function clockFrom(shopAt: number, speed: number): string {
  return `${new Date(shopAt).toISOString()}@${speed.toFixed(6)}`;
}

/** Lets orders turn late amid troubles, and looks at everything once nothing is under way. The fleet has no orders. */
export async function playOut(
  fleet: Fleet,
  providers: Providers,
  scene: Scene,
  list: readonly Trouble[],
): Promise<PlayedOut> {
  const known = new Set((await providers.calls()).map(({ sid }) => sid));
  const told = (await providers.messages()).length;
  let clock = await shopClock(fleet, scene.speed);
  const begun = clock();
  const orders = lateOrders(
    scene.seed,
    scene.orders,
    begun + scene.dueFrom * MINUTE,
    begun + scene.dueTo * MINUTE,
  );
  for (let at = 0; at < orders.length; at += BATCH)
    await post(fleet, orders.slice(at, at + BATCH).map(entered));

  const moving = moveOn(fleet, orders, () => clock(), scene.speed);
  let hits = 0;
  for (const [i, trouble] of list.entries()) {
    if (i === Math.floor(list.length / 2)) {
      await leap(fleet, clock() + STEP_MS, scene.speed);
      clock = await shopClock(fleet, scene.speed);
    }
    if (await befall(trouble, fleet, providers)) hits++;
  }
  await providers.clearFaults();
  await sleep(Math.max(0, (orders.at(-1)!.dueAt + scene.after * MINUTE - clock()) / scene.speed));
  await moving.stop();
  const shopNow = Math.ceil(clock()) + MINUTE;
  await leap(fleet, shopNow, FROZEN);
  await settle(fleet, providers, shopNow);
  const calls = (await providers.calls()).filter(({ sid }) => !known.has(sid));
  const look = () => fleet.look((context) => inspectEscalation(context, orders, calls, shopNow));
  const found = await look();
  const lookAgain = async () => (await look()).problems;
  return {
    ...found,
    lookAgain,
    messages: (await providers.messages()).length - told,
    calls: calls.length,
    hits,
  };
}

/** @returns the shop's time by this machine's clock, as a web process tells it */
async function shopClock(fleet: Fleet, speed: number): Promise<() => number> {
  for (;;) {
    const answer = await fetch(`${fleet.urls[0]}/api/v1/clock`, {
      headers: { authorization: `Bearer ${fleet.key}` },
    }).catch(() => null);
    if (answer?.ok) {
      const { shopNow } = (await answer.json()) as { shopNow: string };
      const at = performance.now();
      return () => Date.parse(shopNow) + (performance.now() - at) * speed;
    }
    await sleep(100);
  }
}

/** Every process starts again on a clock that is further: what was to happen between is overdue at once. */
async function leap(fleet: Fleet, toMs: number, speed: number): Promise<void> {
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
async function post(fleet: Fleet, events: object[]): Promise<void> {
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
function moveOn(
  fleet: Fleet,
  orders: readonly LateOrder[],
  now: () => number,
  speed: number,
): { stop(): Promise<void> } {
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
          fleet,
          ready.map(({ orderNo, leavesAt }) => ({
            id: `${orderNo}-out`,
            source: "simulation",
            orderNo,
            node: "closed",
            occurredAt: new Date(leavesAt!).toISOString(),
          })),
        );
      // Asked anew: while the clock leaps, ours is the one before.
      const told = ready.length > 0 ? (await shopClock(fleet, speed))() : 0;
      for (const order of ready) order.toldAt = told;
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
async function settle(fleet: Fleet, providers: Providers, shopNow: number): Promise<void> {
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
