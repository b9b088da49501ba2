import type { Clock } from "../platform/clock.ts";

/** A moment of machine time as shop time: exact while the clock ran without a pause since. Epoch ms. */
export function asShopTime(clock: Clock, machineMs: number): number {
  return clock.shopNow() - (clock.machineNow() - machineMs) * clock.speed;
}
