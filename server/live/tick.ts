import type { SettingsHistory } from "../../domain/settings/types.ts";
import type { Context } from "../platform/context.ts";
import { prefixOf } from "./keys.ts";
import { CLOCK_SKEW_MS } from "./limits.ts";
import { tickScript } from "./scripts.ts";
import type { TickerMark } from "./watermark.ts";

/** What a tick works with. */
export interface TickInput {
  /** Token of the ticker's lease. */
  token: string;
  origin: string;
  mark: TickerMark;
  settings: SettingsHistory;
}

export type Tick =
  /** Somebody else ticks now. */
  | { outcome: "lost" }
  /** There is no board, or none that may be trusted. */
  | { outcome: "empty"; abandoned: boolean }
  | { outcome: "shown"; abandoned: boolean; seq: number; newFrame: boolean; asOfMs: number };

/** Brings the board to now and writes a frame if it then looks different: one script, whatever the backlog. */
export async function tick(
  { redis, boardTag, clock }: Pick<Context, "redis" | "boardTag" | "clock">,
  input: TickInput,
): Promise<Tick> {
  const [outcome, abandoned, seq, isNew, asOf] = (await tickScript.run(redis, prefixOf(boardTag), [
    input.token,
    Math.floor(clock.shopNow()),
    Math.floor(CLOCK_SKEW_MS * clock.speed),
    input.origin,
    input.settings.revision,
    JSON.stringify(input.mark),
    ...input.settings.nodes.keys(),
  ])) as [string, number, number, number, string];
  if (outcome === "lost") return { outcome };
  if (outcome === "empty") return { outcome, abandoned: abandoned === 1 };
  return {
    outcome: "shown",
    abandoned: abandoned === 1,
    seq: Number(seq),
    newFrame: isNew === 1,
    asOfMs: Number(asOf),
  };
}
