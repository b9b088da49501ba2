import { addPackedRatios, p90Of, RATIO_BUCKETS, ratioOf } from "./ratio.ts";

interface Known {
  visits: number;
  /** Rows of the sums that make it up. */
  sums: number;
  /** The bucket of the p90 of the last of them. */
  p90: number;
  /** Whether visits that are not in the sums belong to it. */
  more: boolean;
  histogram: Int32Array | null;
}

/**
 * Dwell ÷ allowance of a group's visits by the column in which they left. Most columns are one row of the sums, whose
 * p90 is kept ready; only what several make up has to be added up from their histograms.
 */
export class RatioColumns {
  readonly #columns = new Map<number, Known>();

  /**
   * Notes a row of the sums; sign -1: of visits that are not the group's.
   * @param p90 its bucket; any when there are no visits
   */
  addSum(column: number, visits: number, p90: number, sign: 1 | -1): void {
    const known = this.#at(column);
    known.visits += sign * visits;
    known.sums++;
    known.p90 = p90;
  }

  /** Adds the histogram of a row that was noted, where it is wanted. */
  addHistogram(column: number, packed: Uint8Array, sign: 1 | -1): void {
    if (this.wants(column)) addPackedRatios(histogramOf(this.#at(column)), packed, sign);
  }

  /** Adds visits that are not in the sums. */
  addVisits(column: number, bucket: number, visits: number): void {
    const known = this.#at(column);
    known.visits += visits;
    known.more = true;
    histogramOf(known)[bucket]! += visits;
  }

  /** Whether a column is told only by the histograms of its rows; known once all rows are noted. */
  wants(column: number): boolean {
    const { visits, sums, more } = this.#at(column);
    return visits !== 0 && sums > (more ? 0 : 1);
  }

  columns(): Iterable<number> {
    return this.#columns.keys();
  }

  /** @returns null when no visit left there */
  p90(column: number): number | null {
    const known = this.#columns.get(column);
    if (!known || known.visits === 0) return null;
    return known.histogram ? p90Of(known.histogram) : ratioOf(known.p90);
  }

  #at(column: number): Known {
    let known = this.#columns.get(column);
    if (!known) {
      known = { visits: 0, sums: 0, p90: 0, more: false, histogram: null };
      this.#columns.set(column, known);
    }
    return known;
  }
}

function histogramOf(known: Known): Int32Array {
  known.histogram ??= new Int32Array(RATIO_BUCKETS);
  return known.histogram;
}
