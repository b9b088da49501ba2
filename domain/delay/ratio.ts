/** Dwell ÷ allowance is kept in logarithmic buckets, each this much above the one before: a p90 is right within 5 %. */
export const RATIO_STEP = 1.1;
/** The bucket that begins at a ratio of 1. */
export const RATIO_ONE = 32;
/** From 0.047 to 21; what is beyond counts in the last, as does a visit whose promise had passed when it began. */
export const RATIO_BUCKETS = 64;

const PACK_BITS = 24;
const PACK = 2 ** PACK_BITS;
/** The middle of each bucket. */
const MIDDLES = Array.from({ length: RATIO_BUCKETS }, (_, bucket) =>
  Number((RATIO_STEP ** (bucket - RATIO_ONE + 0.5)).toPrecision(4)),
);

/** PostgreSQL's binary form of an array: a head, then for each element its length and its value, 4 bytes each. */
const HEAD_BYTES = 20;
const ELEMENT_BYTES = 8;

/**
 * Adds a packed histogram to one that is not, `sign` times. Each element is bucket × 2^24 + count, and a count may be
 * negative.
 * @param visits by bucket; changed in place
 * @param packed what array_send makes of an integer[]: an answer has some hundred thousand elements, and reading them as
 *   text took most of its time
 */
export function addPackedRatios(visits: Int32Array, packed: Uint8Array, sign: 1 | -1): void {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  for (let at = HEAD_BYTES + 4; at < packed.byteLength; at += ELEMENT_BYTES) {
    const element = view.getInt32(at);
    const bucket = (element + PACK / 2) >> PACK_BITS;
    visits[bucket]! += sign * (element - bucket * PACK);
  }
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
  let left = Math.ceil((all * 9) / 10) - visits[0]!;
  let bucket = 0;
  while (left > 0) left -= visits[++bucket]!;
  return MIDDLES[bucket]!;
}

/** The ratio that a bucket stands for: its middle. */
export function ratioOf(bucket: number): number {
  return MIDDLES[bucket]!;
}
