import ExcelJS from "exceljs";
import { FileError } from "./problem.ts";
import type { Row } from "./rows-text.ts";
import type { SourceFile } from "./source-file.ts";
import { checkWorkbook } from "./zip.ts";

/** One worksheet; its rows can be read once, before the next sheet is asked for. */
export interface Sheet {
  name: string;
  rows: AsyncIterable<Row>;
}

/** Columns beyond this are not orders' fields. */
const MAX_COLUMNS = 1000;

/**
 * Reads a workbook sheet by sheet, row by row, without holding more than its shared strings.
 * @throws FileError when the archive or its XML is damaged
 */
export async function* workbookSheets(
  source: SourceFile,
  onBytes?: (count: number) => void,
): AsyncGenerator<Sheet> {
  await checkWorkbook(source.path, source.name, source.bytes);
  const content = source.content(onBytes);
  const reader = new ExcelJS.stream.xlsx.WorkbookReader(content as never, {
    worksheets: "emit",
    sharedStrings: "cache",
    styles: "cache",
    hyperlinks: "ignore",
    entries: "ignore",
  });
  try {
    for await (const sheet of reader) {
      const { name, state } = sheet as unknown as { name?: string; state?: string };
      const rows = rowsOf(sheet as unknown as AsyncIterable<ExcelJS.Row>);
      // The archive is one stream: a sheet has to be read past, wanted or not.
      if (state === "visible" || state === undefined) yield { name: name ?? "", rows };
      for await (const _ of rows);
    }
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw new FileError(
      "damaged",
      `「${source.name}」的内容已损坏，请重新导出`,
      `${source.name} has damaged content; export it again`,
    );
  } finally {
    content.destroy();
  }
}

async function* rowsOf(sheet: AsyncIterable<ExcelJS.Row>): AsyncGenerator<Row> {
  for await (const row of sheet) {
    const values = row.values as ExcelJS.CellValue[];
    const cells: string[] = [];
    for (let i = 1; i < Math.min(values.length, MAX_COLUMNS); i++) cells.push(textOf(values[i]));
    if (cells.some((cell) => cell !== "")) yield { line: row.number, cells };
  }
}

/** A cell as the text a person would read; a date in the form that times are read from. */
export function textOf(value: ExcelJS.CellValue | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (typeof value === "number") return numberText(value);
  // The workbook's local time, carried in the UTC fields.
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : value.toISOString().slice(0, -1);
  if ("richText" in value) return value.richText.map((part) => part.text).join("");
  if ("result" in value) return textOf(value.result as ExcelJS.CellValue);
  if ("text" in value) return textOf(value.text as ExcelJS.CellValue);
  return "";
}

/** Digits that a number in a workbook holds exactly; longer ids came as numbers and have lost their end. */
const EXACT_BELOW = 1e15;

function numberText(value: number): string {
  if (Number.isNaN(value)) return "";
  return Number.isInteger(value) && Math.abs(value) >= EXACT_BELOW ? value.toExponential() : String(value);
}
