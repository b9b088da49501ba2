/**
 * Arrays as Postgres array literals, for `unnest` on the hot path: postgres.js guesses an array's type from its
 * first element (wrongly for booleans and bytes), and building the text here is quicker.
 */

const NEEDS_ESCAPE = /["\\]/;

/** text[], uuid[], date[] or json text. */
export function textArray(values: readonly (string | null)[]): string {
  let literal = "{";
  for (let i = 0; i < values.length; i++) {
    if (i > 0) literal += ",";
    const value = values[i]!;
    if (value === null) literal += "NULL";
    else literal += `"${NEEDS_ESCAPE.test(value) ? value.replace(/["\\]/g, "\\$&") : value}"`;
  }
  return `${literal}}`;
}

/** int[], bigint[] or float8[]; safe integers and finite numbers only. */
export function numberArray(values: readonly (number | null)[]): string {
  let literal = "{";
  for (let i = 0; i < values.length; i++) {
    if (i > 0) literal += ",";
    literal += values[i] ?? "NULL";
  }
  return `${literal}}`;
}

export function boolArray(values: readonly boolean[]): string {
  return `{${values.map((value) => (value ? "t" : "f")).join(",")}}`;
}

/** bytea[] */
export function bytesArray(values: readonly Uint8Array[]): string {
  return `{${values.map((value) => `"\\\\x${Buffer.from(value).toString("hex")}"`).join(",")}}`;
}
