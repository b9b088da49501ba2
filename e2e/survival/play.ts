import { setTimeout as sleep } from "node:timers/promises";
import { realClock } from "../../server/platform/clock.ts";
import { Traffic } from "./client.ts";
import { bringAbout, type Step } from "./faults.ts";
import { type Fleet, MEMBERS } from "./fleet.ts";
import { inspect } from "./inspect.ts";
import { openScreen } from "./screen.ts";
import { Shop } from "./shop.ts";
import { Witness } from "./witness.ts";

export interface PlayOptions {
  seed: number;
  /** Faults between two inspections. */
  faultsPerRound: number;
  eventsPerSecond: number;
  sabotage?: () => Promise<void>;
}

/** What came of a schedule. */
export interface Played {
  /** Empty: every inspection found all as it must be. */
  problems: string[];
  /** Steps of the rounds that went well, and of the one that did not. */
  before: Step[];
  last: Step[];
  /** Faults that hit something. */
  hits: number;
  /** For each inspection, how long until the board was live and complete, in ms. */
  settledMs: number[];
  events: number;
  repeated: number;
  /** Numbers (epoch, seq) that anybody saw, and how often another saw the same under one. */
  frames: number;
  agreed: number;
}

/** Plays a schedule on a fleet under traffic, and inspects everything after each round of it. */
export async function play(fleet: Fleet, steps: readonly Step[], options: PlayOptions): Promise<Played> {
  const shop = new Shop(options.seed, realClock.machineNow());
  const witness = new Witness();
  const screens = fleet.urls.map((url, i) => openScreen(`screen ${i + 1}`, url, fleet.key, witness));
  const played: Played = {
    problems: [],
    before: [],
    last: [],
    hits: 0,
    settledMs: [],
    events: 0,
    repeated: 0,
    frames: 0,
    agreed: 0,
  };
  try {
    for (let from = 0; from < steps.length && played.problems.length === 0; from += options.faultsPerRound) {
      played.before.push(...played.last);
      played.last = steps.slice(from, from + options.faultsPerRound);
      const traffic = new Traffic({
        urls: fleet.urls,
        key: fleet.key,
        shop,
        clients: 4,
        eventsPerBatch: 20,
        eventsPerSecond: options.eventsPerSecond,
      });
      await sleep(WARM_UP_MS);
      for (const { afterMs, fault } of played.last) {
        await sleep(afterMs);
        if (await bringAbout(fault, fleet, options.sabotage ?? nothing)) played.hits++;
      }
      try {
        await traffic.stop();
        const { problems, settledMs } = await inspect({ fleet, shop, screens, witness });
        played.problems = problems;
        played.settledMs.push(settledMs);
      } catch (error) {
        played.problems = [
          String(error),
          ...MEMBERS.map((name) => `${name}: ${fleet.members[name].state()}`),
        ];
      }
      played.events += traffic.acknowledged;
      played.repeated += traffic.repeated;
    }
    played.frames = witness.size;
    played.agreed = witness.agreed;
    return played;
  } finally {
    for (const screen of screens) screen.close();
  }
}

/** Some events come before the first fault of a round. */
const WARM_UP_MS = 300;

async function nothing(): Promise<void> {}
