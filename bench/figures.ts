/** One measured figure, printed as a JSON line. */
export interface Figure {
  bench: string;
  figure: string;
  value: number;
  unit: string;
  /** What the bare loop reached in the same run, in the figure's own unit of work. */
  bare?: number;
  ratio?: number;
  /** How it was measured, for docs/BENCHMARKS.md. */
  note?: string;
}

export const round = (value: number, digits = 0): number => Number(value.toFixed(digits));

/** The p-th percentile (0 to 100) of unsorted values; nearest rank. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((p / 100) * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 50);
