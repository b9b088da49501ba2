import type { Context } from "../platform/context.ts";
import type { ChatOutcome } from "./types.ts";

/** Names of a machine that is this one: a stand-in, not a provider. */
const HERE = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * Shop time that is not the machine's tells of things that are not so: no real person may be called for them.
 * @returns why the send is refused; null: go on
 */
export function refuseRealProvider(
  { clock }: Pick<Context, "clock">,
  isReal: boolean,
): Extract<ChatOutcome, { kind: "final" }> | null {
  if (!clock.simulated || !isReal) return null;
  const message =
    "ANDON_CLOCK is set: no real provider is called. Point the channel's base URL at a stand-in.";
  return { kind: "final", answer: { status: null, code: "simulated_clock", message } };
}

/** Whether an address is another machine than this one. */
export function isElsewhere(url: string): boolean {
  return !HERE.test(new URL(url).hostname);
}
