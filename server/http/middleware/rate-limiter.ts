/** A token bucket per caller, in this process. A full bucket holds one second's worth. */
export class RateLimiter {
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  /** @param perSecond requests a second per caller */
  constructor(private readonly perSecond: number) {}

  /**
   * Takes one request's worth from the caller's bucket.
   * @param nowMs any monotonic clock
   * @returns 0, or how many ms until one is left
   */
  take(caller: string, nowMs: number): number {
    const bucket = this.#buckets.get(caller) ?? { tokens: this.perSecond, at: nowMs };
    const refilled = bucket.tokens + (Math.max(0, nowMs - bucket.at) * this.perSecond) / 1000;
    bucket.tokens = Math.min(this.perSecond, refilled);
    bucket.at = nowMs;
    this.#buckets.set(caller, bucket);
    if (bucket.tokens < 1) return Math.ceil(((1 - bucket.tokens) * 1000) / this.perSecond);
    bucket.tokens -= 1;
    return 0;
  }
}
