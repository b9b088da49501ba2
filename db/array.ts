/**
 * Arrays as Postgres array literals, for `unnest` on the hot path: postgres.js guesses an array's type from its
 * first element (wrongly for booleans and bytes), and building the text here is quicker.
 */

const NEEDS_ESCAPE = /["\\]/;

/** text[], uuid[], date[] or json text. */
export function textArray(values: readonly (string | null)[]): string {
  const quoted = new Array<string>(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value === null) quoted[i] = "NULL";
    else quoted[i] = `"${NEEDS_ESCAPE.test(value) ? value.replace(/["\\]/g, "\\$&") : value}"`;
  }
  return `{${quoted.join(",")}}`;
}

/** int[], bigint[] or float8[]; safe integers and finite numbers only. */
export function numberArray(values: readonly (number | null)[]): string {
  return `{${values.map((value) => value ?? "NULL").join(",")}}`;
}

export function boolArray(values: readonly boolean[]): string {
  return `{${values.map((value) => (value ? "t" : "f")).join(",")}}`;
}

/** bytea[] */
export function bytesArray(values: readonly Uint8Array[]): string {
  return `{${values.map((value) => `"\\\\x${Buffer.from(value).toString("hex")}"`).join(",")}}`;
}
