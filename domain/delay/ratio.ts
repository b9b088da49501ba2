/** Dwell ÷ allowance is kept in logarithmic buckets, each this much above the one before: a p90 is right within 5 %. */
export const RATIO_STEP = 1.1;
/** The bucket that begins at a ratio of 1. */
export const RATIO_ONE = 32;
/** From 0.047 to 21; what is beyond counts in the last, as does a visit whose promise had passed when it began. */
export const RATIO_BUCKETS = 64;

const PACK = 2 ** 24;

/** Reads a packed histogram: each element is bucket × 2^24 + count, and a count may be negative. */
export function unpackRatio(element: number): { bucket: number; visits: number } {
  const bucket = Math.floor((element + PACK / 2) / PACK);
  return { bucket, visits: element - bucket * PACK };
}

/**
 * The ratio that nine tenths of the visits did not exceed (nearest rank), as the middle of its bucket.
 * @param visits by bucket
 * @returns null when there are none
 */
export function p90Of(visits: ArrayLike<number>): number | null {
  let all = 0;
  for (let i = 0; i < visits.length; i++) all += visits[i]!;
  if (all === 0) return null;
  let left = Math.ceil(all * 0.9) - visits[0]!;
  let bucket = 0;
  while (left > 0) left -= visits[++bucket]!;
  return Number((RATIO_STEP ** (bucket - RATIO_ONE + 0.5)).toPrecision(4));
}
