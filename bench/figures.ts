/** One measured figure, printed as a JSON line. */
export interface Figure {
  bench: string;
  figure: string;
  value: number;
  unit: string;
  /** What the bare loop reached in the same run, in the figure's own unit of work. */
  bare?: number;
  /** Our speed as a share of the bare loop's. */
  ratio?: number;
  /** How it was measured, for docs/BENCHMARKS.md. */
  note?: string;
  /** What the reader must know before trusting the value, such as a load that was not reached. */
  caveat?: string;
}

/** Takes a figure as soon as it is known: what was measured before a crash stays. */
export type Tell = (figure: Omit<Figure, "bench">) => void;

export const round = (value: number, digits = 0): number => Number(value.toFixed(digits));

/** The p-th percentile (0 to 100) of unsorted values; nearest rank. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.ceil((p / 100) * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 50);

/** A count as people read it. */
export const thousands = (value: number): string => Math.round(value).toLocaleString("en");
