import {
  countUntaken,
  readLateness,
  readTimeToTake,
  type Spread,
  type Window,
} from "../../db/stores/lateness.ts";
import type { Context } from "../platform/context.ts";
import { iso } from "./present-order.ts";

export interface Lateness {
  from: string;
  to: string;
  /** From a deadline until a provider accepted what tells of it. */
  lateness: Spread & { byKind: (Spread & { kind: "chat" | "voice" })[] };
  /** From a deadline until a person took it. */
  timeToTake: Spread & {
    byNode: (Spread & { node: string })[];
    byPerson: (Spread & { name: string })[];
  };
  /** Alerts that nobody took. */
  untaken: number;
}

const NONE: Spread = { count: 0, p50Ms: null, p99Ms: null, maxMs: null };

/** How quickly people were told of what began to escalate in a window, and how quickly they took it. Shop time, ms. */
export async function lateness(
  { sql, clock }: Pick<Context, "sql" | "clock">,
  window: Window,
): Promise<Lateness> {
  const { speed } = clock;
  const now = { shopNow: clock.shopNow(), machineNow: clock.machineNow(), speed };
  const [told, taken, untaken] = await Promise.all([
    readLateness(sql, window, now),
    readTimeToTake(sql, window),
    countUntaken(sql, window),
  ]);
  return {
    from: iso(window.fromMs),
    to: iso(window.toMs),
    lateness: {
      ...rounded(told.find(({ kind }) => kind === null) ?? NONE),
      byKind: told.flatMap(({ kind, ...row }) => (kind === null ? [] : [{ kind, ...rounded(row) }])),
    },
    timeToTake: {
      ...rounded(taken.find(({ node, name }) => node === null && name === null) ?? NONE),
      byNode: taken.flatMap(({ node, ...row }) => (node === null ? [] : [{ node, ...rounded(row) }])),
      byPerson: taken.flatMap(({ name, ...row }) => (name === null ? [] : [{ name, ...rounded(row) }])),
    },
    untaken,
  };
}

function rounded({ count, p50Ms, p99Ms, maxMs }: Spread): Spread {
  const whole = (ms: number | null) => (ms === null ? null : Math.round(ms));
  return { count, p50Ms: whole(p50Ms), p99Ms: whole(p99Ms), maxMs: whole(maxMs) };
}
