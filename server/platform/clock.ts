import type { Sql } from "../../db/sql.ts";
import { anchorClock, keepAlive } from "../../db/stores/clock-anchor.ts";
import { parseInstant } from "../../domain/wire/instant.ts";
import { EnvError } from "./env.ts";

/** Shop time and machine time; the one place that asks the machine. All in epoch ms. */
export interface Clock {
  /** Deadlines, promises, schedules: may start elsewhere and run faster (ANDON_CLOCK). */
  shopNow(): number;
  /** Leases, heartbeats, staleness, retries, rate limits. */
  machineNow(): number;
  /** Shop ms per machine ms. */
  readonly speed: number;
  /** Whether ANDON_CLOCK is set: then no real provider is called. */
  readonly simulated: boolean;
  /** Stops keeping the anchor alive. */
  stop(): void;
}

/** The machine's time, for what runs before there is a Context. */
export const machineNow = (): number => Date.now();

/** Shop time is machine time. */
export const realClock: Clock = {
  shopNow: machineNow,
  machineNow,
  speed: 1,
  simulated: false,
  stop: () => {},
};

export const MAX_SPEED = 100_000;
const ALIVE_EVERY_MS = 1_000;

/** Reads `2018-03-01T12:00:00Z@600`: a start and, after @, how many times faster than real (default 1). */
export function parseClock(text: string): { startAt: number; speed: number } {
  const [start = "", speedText = "1", ...rest] = text.split("@");
  const startAt = parseInstant(start);
  const speed = Number(speedText);
  if (typeof startAt !== "number" || rest.length > 0 || !(speed > 0 && speed <= MAX_SPEED)) {
    throw new EnvError(
      `ANDON_CLOCK is ${JSON.stringify(text)}, which is not usable: give START@SPEED such as ` +
        `2018-03-01T12:00:00Z@600, the speed above 0 and at most ${MAX_SPEED}.`,
    );
  }
  return { startAt, speed };
}

/**
 * The clock that ANDON_CLOCK asks for, anchored in Postgres so that every process and restart shares it.
 * @throws EnvError when the text is wrong or would take shop time back behind stored data
 */
export async function openClock(sql: Sql, text: string | undefined): Promise<Clock> {
  if (text === undefined) return realClock;
  const { startAt, speed } = parseClock(text);
  const anchored = await anchorClock(sql, { text, startAt, speed, machineNow: machineNow() });
  if ("storedUntil" in anchored) {
    const until = new Date(anchored.storedUntil).toISOString();
    throw new EnvError(
      `ANDON_CLOCK is ${JSON.stringify(text)}, which lies before stored data (until ${until}): start at or after it.`,
    );
  }
  const { shopAt } = anchored;
  let { machineAt } = anchored;
  const timer = setInterval(() => {
    keepAlive(sql, { text, machineNow: machineNow(), machineAt })
      // Never back: no anchor is later than this process's own.
      .then((shared) => {
        machineAt = shared ?? machineAt;
      })
      .catch(() => {});
  }, ALIVE_EVERY_MS);
  timer.unref();
  return {
    shopNow: () => Math.floor(shopAt + (machineNow() - machineAt) * speed),
    machineNow,
    speed,
    simulated: true,
    stop: () => clearInterval(timer),
  };
}
