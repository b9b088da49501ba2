import { pipeline, type Readable } from "node:stream";
import { type CsvError, parse } from "csv-parse";
import iconv from "iconv-lite";
import { FileError } from "./problem.ts";
import type { SourceFile } from "./source-file.ts";

/** One row of a table: the line it begins on (from 1) and its cells as text. */
export interface Row {
  line: number;
  cells: string[];
}

/** Bytes a row may have; a longer one is an unclosed quote or no table at all. */
export const MAX_ROW_BYTES = 1024 * 1024;

export const DELIMITERS = [",", "\t", ";", "|"] as const;

/**
 * Reads the rows of a text file, decoding as it goes; empty lines are left out.
 * @throws FileError naming the line, for a quote that is never closed or a row beyond MAX_ROW_BYTES
 */
export async function* textRows(
  source: SourceFile,
  delimiter: string,
  onBytes?: (count: number) => void,
): AsyncGenerator<Row> {
  const parser = parse({
    delimiter,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: MAX_ROW_BYTES,
    record_delimiter: ["\r\n", "\n", "\r"],
  });
  const stages: (Readable | NodeJS.ReadWriteStream)[] = [source.content(onBytes)];
  if (source.encoding !== "utf-8") stages.push(iconv.decodeStream(source.encoding));
  pipeline([...stages, parser] as unknown as [Readable, NodeJS.WritableStream], () => {});
  // Empty lines come as one empty cell: every line is counted here, which costs less than the parser's own account.
  let line = 1;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      if (cells.length > 1 || cells[0] !== "") yield { line, cells };
      line += 1 + breaksIn(cells);
    }
  } catch (error) {
    throw error instanceof FileError ? error : damaged(source.name, error as CsvError & { lines?: number });
  }
}

function breaksIn(cells: readonly string[]): number {
  let breaks = 0;
  for (const cell of cells) {
    for (let at = cell.indexOf("\n"); at !== -1; at = cell.indexOf("\n", at + 1)) breaks++;
  }
  return breaks;
}

function damaged(name: string, error: CsvError & { lines?: number }): Error {
  const line = error.lines ?? 0;
  if (error.code === "CSV_MAX_RECORD_SIZE") {
    return new FileError(
      "row_too_long",
      `「${name}」第 ${line} 行附近有一行超过 1 MiB，或引号没有配对`,
      `${name}: a row near line ${line} is longer than 1 MiB, or a quote is never closed`,
    );
  }
  if (error.code === "CSV_QUOTE_NOT_CLOSED") {
    return new FileError(
      "quote_not_closed",
      `「${name}」到第 ${line} 行结束时引号仍没有配对`,
      `${name}: a quote is still open at the end, line ${line}`,
    );
  }
  return error;
}
