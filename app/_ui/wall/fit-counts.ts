import { type Count, countOf, type Detail } from "../format/count.ts";
import type { Locale } from "../language.ts";

/** The counts of a tile as they are set: sizes in design pixels (1080p). */
export interface FittedCounts {
  red: Count;
  yellow: Count;
  breached: Count;
  redSize: number;
  sideSize: number;
}

/** Reds and, stacked beside them, yellows and breached; largest first. A wall needs reds of 65 px at least. */
const SIZES: readonly (readonly [red: number, side: number])[] = [
  [76, 34],
  [76, 30],
  [72, 28],
  [68, 26],
  [66, 22],
];
/** For boards with more columns than a wall should have. */
const CROWDED: readonly [number, number] = [48, 18];
const DETAILS: readonly Detail[] = ["whole", "tenths", "coarse"];

/** Widths in em of Barlow Semi Condensed Bold with tabular figures; a unit is set at UNIT_SCALE. */
const DIGIT_EM = 0.521;
const POINT_EM = 0.247;
const UNIT_EM: Record<string, number> = { "": 0, 万: 1, 亿: 1, k: 0.5, M: 0.64 };
export const UNIT_SCALE = 0.55;
/** Shape and the gap behind it, in em of the number it belongs to; the same as in tile.css. */
const RED_SHAPE_EM = 0.5;
const SIDE_SHAPE_EM = 0.74;
/** Between what stands beside each other, in design pixels. */
export const COUNT_GAP = 12;

/**
 * Chooses detail and sizes so that a tile's counts stand in one line.
 * @param width what the tile has inside, in design pixels
 */
export function fitCounts(
  counts: { red: number; yellow: number; breached: number },
  locale: Locale,
  width: number,
): FittedCounts {
  for (const detail of DETAILS) {
    const red = countOf(counts.red, locale, detail);
    const yellow = countOf(counts.yellow, locale, detail);
    const breached = countOf(counts.breached, locale, detail);
    for (const [redSize, sideSize] of SIZES) {
      const fitted = { red, yellow, breached, redSize, sideSize };
      if (widthOf(fitted, counts) <= width) return fitted;
    }
  }
  const coarse = (count: number) => countOf(count, locale, "coarse");
  const [redSize, sideSize] = CROWDED;
  return {
    red: coarse(counts.red),
    yellow: coarse(counts.yellow),
    breached: coarse(counts.breached),
    redSize,
    sideSize,
  };
}

/** How wide the counts stand, in design pixels; absent ones take no room. */
export function widthOf(
  { red, yellow, breached, redSize, sideSize }: FittedCounts,
  counts: { red: number; yellow: number; breached: number },
): number {
  const side = (count: Count) => (emOf(count) + SIDE_SHAPE_EM) * sideSize;
  const sides = Math.max(counts.yellow > 0 ? side(yellow) : 0, counts.breached > 0 ? side(breached) : 0);
  const reds = counts.red > 0 ? (emOf(red) + RED_SHAPE_EM) * redSize : 0;
  return reds + sides + (reds > 0 && sides > 0 ? COUNT_GAP : 0);
}

/** What will be red is set smaller than what is, in design pixels. */
export const COMING_SIZE = 42;
/** Its hollow shape and the gap behind it, in em; the same as in ahead.css. */
const COMING_SHAPE_EM = 0.62;

/**
 * The same with the outlined number of what will be red, where it fits without the others losing a digit.
 * @returns takes: how wide all of it stands, in design pixels
 */
export function fitWithComing(
  counts: { red: number; yellow: number; breached: number },
  ahead: number | null,
  locale: Locale,
  width: number,
): { fitted: FittedCounts; coming: Count | null; takes: number } {
  const alone = fitCounts(counts, locale, width);
  if (ahead !== null) {
    const coming = countOf(ahead, locale, "tenths");
    const room = (emOf(coming) + COMING_SHAPE_EM) * COMING_SIZE + COUNT_GAP;
    const fitted = fitCounts(counts, locale, width - room);
    const takes = widthOf(fitted, counts) + room;
    const whole = (["red", "yellow", "breached"] as const).every(
      (kind) => fitted[kind].digits === alone[kind].digits && fitted[kind].unit === alone[kind].unit,
    );
    if (whole && takes <= width) return { fitted, coming, takes };
  }
  return { fitted: alone, coming: null, takes: widthOf(alone, counts) };
}

function emOf({ digits, unit }: Count): number {
  const points = digits.replace(/\d/g, "").length;
  const numerals = digits.length - points;
  return numerals * DIGIT_EM + points * POINT_EM + UNIT_EM[unit]! * UNIT_SCALE;
}
