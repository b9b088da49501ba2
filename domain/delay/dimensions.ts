/** What a visit has beside its node; sums are kept of each of them per node, not of their combinations. */
export const FACT_DIMENSIONS = [
  "channel",
  "bulky",
  "custom",
  "warehouse",
  "carrier",
  "region",
  "segment",
] as const;
export type FactDimension = (typeof FACT_DIMENSIONS)[number];

/** What overdue time can be told apart by: the node's own, and the order's facts as the visit has them. */
export const DIMENSIONS = ["node", "phase", ...FACT_DIMENSIONS] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export function isFact(dimension: Dimension): dimension is FactDimension {
  return (FACT_DIMENSIONS as readonly string[]).includes(dimension);
}

/** What a visit without a value is stored under; no fact is empty text. */
export function absentValue(dimension: FactDimension): string {
  return dimension === "bulky" || dimension === "custom" ? "false" : "";
}

/** A stored value as the API tells it. */
export function factValue(dimension: Dimension, stored: string): string | boolean | null {
  if (dimension === "bulky" || dimension === "custom") return stored === "true";
  return stored === "" ? null : stored;
}
