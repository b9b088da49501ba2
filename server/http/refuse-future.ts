import type { Clock } from "../platform/clock.ts";
import { Problem } from "./problem.ts";

/** @throws Problem 422 for a moment that the shop has not reached */
export function refuseFuture(clock: Clock, name: string, atMs: number | undefined): void {
  const now = clock.shopNow();
  if (atMs === undefined || atMs <= now) return;
  const reached = new Date(now).toISOString();
  throw new Problem(
    422,
    "in-the-future",
    `query parameter ${name} is ahead of the shop's clock, which stands at ${reached}.`,
  );
}
