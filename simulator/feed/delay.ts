import { Random } from "../chance/random.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../chance/time.ts";
import type { Order, Source, Step } from "../shop/order.ts";

/** How real sources fail to tell things once, at once and in order; shares of all events. */
export interface Faults {
  /** Told twice, with the same id. */
  duplicateShare: number;
  /** Told late: a phone without a network, a push that was lost until the next poll. */
  lateShare: number;
}
export const REAL_FAULTS: Faults = { duplicateShare: 0.02, lateShare: 0.015 };

interface Manner {
  /** Ordinary delay, uniform. */
  delayMs: [from: number, to: number];
  /** Delay of the late ones, uniform. */
  lateMs: [from: number, to: number];
}

const push: Manner = { delayMs: [300, 3 * SECOND_MS], lateMs: [5 * MINUTE_MS, 30 * MINUTE_MS] };
const byHand: Manner = { delayMs: [SECOND_MS, 5 * SECOND_MS], lateMs: [5 * MINUTE_MS, 60 * MINUTE_MS] };
const MANNERS: Record<Source, Manner> = {
  taobao: push,
  wechat: push,
  // Pinduoduo is polled.
  pinduoduo: { delayMs: [SECOND_MS, MINUTE_MS], lateMs: [5 * MINUTE_MS, 30 * MINUTE_MS] },
  erp: { delayMs: [SECOND_MS, 30 * SECOND_MS], lateMs: [5 * MINUTE_MS, 40 * MINUTE_MS] },
  wms: { delayMs: [SECOND_MS, MINUTE_MS], lateMs: [5 * MINUTE_MS, 40 * MINUTE_MS] },
  "phone-scan": byHand,
  kuaidi100: { delayMs: [20 * SECOND_MS, 12 * MINUTE_MS], lateMs: [30 * MINUTE_MS, 5 * HOUR_MS] },
  "service-desk": byHand,
  finance: byHand,
};
const REPEAT_WITHIN_MS = 40 * MINUTE_MS;
/** No telling of a step comes later after it than this. */
export const TOLD_WITHIN_MS = 6 * HOUR_MS;

/** When a step is told, and when it is told again; epoch ms, never before it happened. */
export function tellingTimes(
  seed: number,
  order: Order,
  index: number,
  step: Step,
  faults: Faults,
): number[] {
  const random = new Random(seed, order.key, index, 6);
  const manner = MANNERS[step.source];
  const late = random.chance(faults.lateShare);
  const first = step.at + random.between(...(late ? manner.lateMs : manner.delayMs));
  if (!random.chance(faults.duplicateShare)) return [Math.ceil(first)];
  return [Math.ceil(first), Math.ceil(first + random.next() * REPEAT_WITHIN_MS)];
}
