export type Language = "zh" | "en";

/** What is wrong with a row or a file, in both languages; `code` is for programs. */
export interface Problem {
  code: string;
  zh: string;
  en: string;
}

/** A file that cannot be read as orders: nothing of it is stored. */
export class FileError extends Error {
  override name = "FileError";
  readonly problem: Problem;

  constructor(code: string, zh: string, en: string) {
    super(en);
    this.problem = { code, zh, en };
  }
}

/** A row that cannot be read as an order; the rows around it go on. */
export class RowError extends Error {
  override name = "RowError";
  readonly problem: Problem;

  constructor(code: string, zh: string, en: string) {
    super(en);
    this.problem = { code, zh, en };
  }
}

const SHOWN_LENGTH = 60;

/** A value as a message quotes it: short, and on one line. */
export function shown(value: string): string {
  const line = value.toWellFormed().replace(/\s+/g, " ");
  return line.length > SHOWN_LENGTH ? `${line.slice(0, SHOWN_LENGTH)}…` : line;
}
