import { foldWord as fold } from "../../../domain/order/status-word.ts";
import type { Mapping } from "./mapping.ts";
import { FileError, shown } from "./problem.ts";
import type { Row } from "./rows-text.ts";

/** Where each column of a mapping lies in a file; -1 where the file has none. */
export interface Header {
  line: number;
  cells: string[];
  /** The place of the first of these names that the file has, or -1. */
  find(names: readonly string[] | undefined): number;
}

/** How far down a header may begin: exports put titles, shops and periods above it. */
export const HEADER_WITHIN_ROWS = 30;

/** The header's columns that a mapping cannot do without, by what they are for. */
export function requiredColumns(mapping: Mapping): [field: string, names: readonly string[]][] {
  const { columns } = mapping;
  const needed: [string, readonly string[]][] = [["orderNo", columns.orderNo]];
  if (mapping.form !== "wide") needed.push(["status", columns.status!]);
  if (mapping.form === "long") needed.push(["time", columns.time!]);
  for (const field of mapping.required) {
    const names = (columns as Record<string, string[] | undefined>)[field];
    needed.push([field, names ?? [field]]);
  }
  for (const milestone of mapping.milestones) {
    if ("column" in milestone) needed.push([milestone.column[0]!, milestone.column]);
    if (milestone.when) needed.push([milestone.when.column[0]!, milestone.when.column]);
  }
  return needed;
}

/** Reads a row as a header. */
export function headerOf(row: Row): Header {
  const places = new Map<string, number>();
  const folded = row.cells.map((cell) => fold(cell));
  folded.forEach((name, place) => {
    if (name !== "" && !places.has(name)) places.set(name, place);
  });
  return {
    line: row.line,
    cells: row.cells,
    find: (names) => {
      for (const name of names ?? []) {
        const place = places.get(fold(name));
        if (place === undefined) continue;
        if (folded.lastIndexOf(fold(name)) !== place) throw duplicated(row, place);
        return place;
      }
      return -1;
    },
  };
}

function duplicated(row: Row, place: number): FileError {
  const name = shown(row.cells[place]!.trim());
  return new FileError(
    "duplicate_column",
    `第 ${row.line} 行表头里「${name}」出现了两次，不知道该用哪一列`,
    `line ${row.line}: the header names ${name} twice, so it is unclear which column is meant`,
  );
}

/** How many of the needed columns a row has. */
export function score(row: Row, needed: readonly [string, readonly string[]][]): number {
  const folded = new Set(row.cells.map((cell) => fold(cell)));
  return needed.filter(([, names]) => names.some((name) => folded.has(fold(name)))).length;
}

/** The first of these rows that has every needed column, or null. */
export function findHeader(rows: readonly Row[], mapping: Mapping): Header | null {
  const needed = requiredColumns(mapping);
  const row = rows.find((candidate) => score(candidate, needed) === needed.length);
  return row ? headerOf(row) : null;
}

/** The refusal of a file in whose first rows no header was found: says what the best candidate lacks. */
export function noHeader(name: string, rows: readonly Row[], mapping: Mapping): FileError {
  const needed = requiredColumns(mapping);
  const best = [...rows].sort((a, b) => score(b, needed) - score(a, needed))[0];
  const has = best ? headerOf(best) : null;
  const missing = needed.filter(
    ([, names]) => !has?.cells.some((cell) => names.some((n) => fold(n) === fold(cell))),
  );
  const found = (best?.cells ?? [])
    .filter((cell) => cell.trim() !== "")
    .map(shown)
    .slice(0, 12);
  const lacking = [...new Set(missing.map(([, names]) => names[0]!))];
  return new FileError(
    "no_header",
    `「${name}」前 ${HEADER_WITHIN_ROWS} 行里没有完整的表头，缺：${lacking.join("、")}。最像表头的一行是：${found.join("、") || "（空）"}。列名不同请写映射文件（docs/IMPORT.md）`,
    `${name}: no complete header in the first ${HEADER_WITHIN_ROWS} rows; missing: ${lacking.join(", ")}. The closest row has: ${found.join(", ") || "(nothing)"}. For other column names write a mapping file (docs/IMPORT.md)`,
  );
}
