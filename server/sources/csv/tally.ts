/** How many words or reasons are told apart; the rest of a file of nonsense is counted together. */
const MAX_KEYS = 1000;
export const OTHERS = "…";

/** Counts by word, bounded. */
export class Tally extends Map<string, number> {
  count(word: string): void {
    const key = this.has(word) || this.size < MAX_KEYS ? word : OTHERS;
    this.set(key, (this.get(key) ?? 0) + 1);
  }

  get total(): number {
    let sum = 0;
    for (const count of this.values()) sum += count;
    return sum;
  }

  /** Most frequent first. */
  ranked(): [word: string, count: number][] {
    return [...this].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  }
}

/** What became of a file's rows and of the events made of them. */
export class ImportCounts {
  /** Rows below the header, without footers. */
  rows = 0;
  /** Rows that came in; after a stop on the way fewer than rows less refusedRows. */
  inRows = 0;
  /** Rows that went, wholly or in part, to the file of refused rows. */
  refusedRows = 0;
  /** Rows of companion files that were refused. */
  refusedCompanionRows = 0;
  /** Rows that repeat another row of the file word for word. */
  repeatedRows = 0;
  /** Companion rows of orders that the file does not have. */
  strayRows = 0;
  orders = 0;
  accepted = 0;
  /** Events that were there already. */
  duplicates = 0;
  /** Events later than --as-of. */
  leftOut = 0;
  /** Status rows that the dictionary knows to be no move, without new facts. */
  still = 0;
  /** Orders of a snapshot that stand as in the export before. */
  unchanged = 0;
  /** Unknown status words, by events that went to quarantine. */
  quarantined = new Tally();
  /** Refusals by reason's code. */
  refused = new Tally();
}
