import { findHeader, HEADER_WITHIN_ROWS, type Header, noHeader, requiredColumns, score } from "./header.ts";
import type { Mapping } from "./mapping.ts";
import { FileError } from "./problem.ts";
import { DELIMITERS, type Row, textRows } from "./rows-text.ts";
import { workbookSheets } from "./rows-workbook.ts";
import type { SourceFile } from "./source-file.ts";

/** A table whose header has been found; its rows below the header can be read once. */
export interface Table {
  header: Header;
  /** What stands above the header: titles, shops, periods. */
  above: string[][];
  rows: AsyncIterable<Row>;
}

type OnBytes = (count: number) => void;

/**
 * Opens a file with the first of these mappings whose columns it has.
 * @throws FileError as openTable does, for the last of them
 */
export async function openTableWith(
  source: SourceFile,
  mappings: readonly Mapping[],
  onBytes?: OnBytes,
): Promise<{ table: Table; mapping: Mapping }> {
  for (const mapping of mappings.slice(0, -1)) {
    try {
      return { table: await openTable(source, mapping, onBytes), mapping };
    } catch (error) {
      if (!(error instanceof FileError && error.problem.code === "no_header")) throw error;
    }
  }
  const mapping = mappings.at(-1)!;
  return { table: await openTable(source, mapping, onBytes), mapping };
}

/**
 * Finds the header of a file (and, of text, the delimiter; of a workbook, the first visible sheet that has one).
 * @throws FileError when there is none, or the file is damaged
 */
export function openTable(source: SourceFile, mapping: Mapping, onBytes?: OnBytes): Promise<Table> {
  return source.kind === "text" ? openText(source, mapping, onBytes) : openWorkbook(source, mapping, onBytes);
}

async function openText(source: SourceFile, mapping: Mapping, onBytes?: OnBytes): Promise<Table> {
  const needed = requiredColumns(mapping);
  let best: Row[] = [];
  let bestScore = -1;
  let damage: FileError | null = null;
  for (const delimiter of DELIMITERS) {
    const { rows, error } = await firstRows(source, delimiter);
    damage ??= error;
    const header = findHeader(rows, mapping);
    if (header) {
      return {
        header,
        above: above(header, rows),
        rows: below(header, textRows(source, delimiter, onBytes)),
      };
    }
    const top = Math.max(0, ...rows.map((row) => score(row, needed)));
    if (top > bestScore) [best, bestScore] = [rows, top];
  }
  throw damage ?? noHeader(source.name, best, mapping);
}

async function firstRows(
  source: SourceFile,
  delimiter: string,
): Promise<{ rows: Row[]; error: FileError | null }> {
  const rows: Row[] = [];
  try {
    for await (const row of textRows(source, delimiter)) {
      rows.push(row);
      if (rows.length >= HEADER_WITHIN_ROWS) break;
    }
  } catch (error) {
    if (error instanceof FileError) return { rows, error };
    throw error;
  }
  return { rows, error: null };
}

function above(header: Header, rows: readonly Row[]): string[][] {
  return rows.filter((row) => row.line < header.line).map((row) => row.cells);
}

async function* below(header: Header, rows: AsyncIterable<Row>): AsyncGenerator<Row> {
  for await (const row of rows) if (row.line > header.line) yield row;
}

async function openWorkbook(source: SourceFile, mapping: Mapping, onBytes?: OnBytes): Promise<Table> {
  const sheets = workbookSheets(source, onBytes);
  const tops: Row[] = [];
  for (let next = await sheets.next(); !next.done; next = await sheets.next()) {
    const rows = next.value.rows[Symbol.asyncIterator]();
    const top: Row[] = [];
    while (top.length < HEADER_WITHIN_ROWS) {
      const row = await rows.next();
      if (row.done) break;
      top.push(row.value);
    }
    const header = findHeader(top, mapping);
    if (header) {
      return { header, above: above(header, top), rows: below(header, rest(top, rows, sheets)) };
    }
    tops.push(...top);
  }
  throw noHeader(source.name, tops, mapping);
}

async function* rest(
  top: Row[],
  rows: AsyncIterator<Row>,
  sheets: AsyncGenerator<unknown>,
): AsyncGenerator<Row> {
  try {
    yield* top;
    for (let next = await rows.next(); !next.done; next = await rows.next()) yield next.value;
  } finally {
    await sheets.return(undefined);
  }
}
