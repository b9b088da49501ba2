export const HOUR_MS = 3_600_000;

/**
 * Hours in a bucket of the sums. Each divides the next: what lies before an instant is then a few buckets of each, and
 * years of history stay some dozens of them.
 */
export const GRAINS = { hour: 1, day: 24, span: 32 * 24 } as const;
