import type { EscalationSettings } from "./types.ts";

/** What a destination was told lately of a node. */
export interface Lately {
  /** Alerts that it was told of within the window, or is about to be. */
  told: number;
  /** When the first message within the window went, or goes. Shop time, epoch ms. */
  since: number | null;
}

export interface StormPlan {
  /** How many of those that come now have a message of their own; the others are one message. */
  alone: number;
  /** When that one goes. Shop time, epoch ms. */
  togetherAt: number;
}

/**
 * How many of `come` alerts for one destination get a message of their own, and when the others go together: the first
 * of a window alone, from the nth on together at its end. So many at once that they are a storm by themselves are one
 * message at once.
 */
export function planStorm(
  { from, windowMs }: EscalationSettings["storm"],
  lately: Lately,
  come: number,
  now: number,
): StormPlan {
  if (lately.told + come < from) return { alone: come, togetherAt: now };
  if (lately.told === 0) return { alone: 0, togetherAt: now };
  const alone = Math.max(0, from - 1 - lately.told);
  return { alone, togetherAt: Math.max(now, (lately.since ?? now) + windowMs) };
}
