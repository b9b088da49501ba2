import { parseArgs } from "node:util";
import { HOUR_MS } from "./chance/time.ts";

export interface Options {
  /** Where Andon answers, without a trailing slash. */
  url: string;
  apiKey: string;
  seed: number;
  historyMs: number;
  /** Orders on the busiest day of the year; an ordinary day has a tenth of it. */
  ordersPerDay: number;
  /** From which the shop's own sales count (epoch ms); absent: it has none. */
  openedAt: number | undefined;
}

/** A wrong option: ends the simulator with one clear line. */
export class OptionError extends Error {
  override name = "OptionError";
}

/**
 * Reads options and environment (ANDON_URL, ANDON_API_KEY; the shop opens where ANDON_CLOCK starts).
 * @throws OptionError naming the option, its value and the remedy
 */
export function readOptions(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Options {
  const { values } = parse(argv);
  const url = env.ANDON_URL || "http://127.0.0.1:3000";
  if (!URL.canParse(url)) throw new OptionError(`ANDON_URL is ${JSON.stringify(url)}: give Andon's address.`);
  if (!env.ANDON_API_KEY)
    throw new OptionError("ANDON_API_KEY is not set: give a key that may write events.");
  const openedAt = values.opened ?? env.ANDON_CLOCK?.split("@")[0];
  return {
    url: url.replace(/\/+$/, ""),
    apiKey: env.ANDON_API_KEY,
    seed: whole("--seed", values.seed, 0, 2 ** 32 - 1),
    historyMs: whole("--history-hours", values["history-hours"], 0, 24 * 14) * HOUR_MS,
    ordersPerDay: whole("--orders-per-day", values["orders-per-day"], 10, 1_000_000),
    openedAt: openedAt ? instant(openedAt) : undefined,
  };
}

function parse(argv: readonly string[]) {
  const text = (fallback: string) => ({ type: "string", default: fallback }) as const;
  try {
    return parseArgs({
      args: [...argv],
      options: {
        seed: text("20261111"),
        "history-hours": text("48"),
        "orders-per-day": text("12000"),
        opened: { type: "string" },
      },
    });
  } catch (error) {
    throw new OptionError((error as Error).message);
  }
}

function whole(name: string, value: string, least: number, most: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= least && number <= most && value.trim() !== "") return number;
  throw new OptionError(`${name} is ${JSON.stringify(value)}: give a whole number from ${least} to ${most}.`);
}

function instant(value: string): number {
  const at = Date.parse(value);
  if (Number.isFinite(at)) return at;
  throw new OptionError(
    `--opened is ${JSON.stringify(value)}: give an instant such as 2026-11-11T10:00:00+08:00.`,
  );
}
