import { closeSync, mkdirSync, openSync, readSync, rmSync, statSync, writeSync } from "node:fs";
import path from "node:path";
import type { Language, Problem } from "./problem.ts";

const HEADINGS = { zh: ["行号", "原因代码", "原因"], en: ["line", "code", "reason"] } as const;
const BOM = "\uFEFF";
const SUFFIX = ".refused.csv";

/** Collects refused rows beside the imported file, or in another folder where that one may not be written. */
export class RefusedFile {
  /** Where the refused rows went; null while there are none. */
  path: string | null = null;
  #fd: number | null = null;
  #candidates: string[];
  #language: Language;
  #header: readonly string[] = [];

  constructor(importedFile: string, otherFolder: string, language: Language) {
    const name = `${path.basename(importedFile)}${SUFFIX}`;
    this.#candidates = [
      path.join(path.dirname(path.resolve(importedFile)), name),
      path.join(otherFolder, name),
    ];
    this.#language = language;
  }

  /** The columns of the rows to come. */
  columns(cells: readonly string[]): void {
    this.#header = cells;
  }

  add(line: string, problem: Problem, cells: readonly string[]): void {
    if (this.#fd === null) {
      this.#open();
      this.#write([...HEADINGS[this.#language], ...this.#header], BOM);
    }
    this.#write([line, problem.code, problem[this.#language], ...cells]);
  }

  /** Ends the file. Without a refusal, one that an earlier run left is removed: its rows are in now. */
  close(): void {
    if (this.#fd !== null) closeSync(this.#fd);
    else if (this.path === null)
      for (const file of this.#candidates) if (isOurs(file)) rmSync(file, { force: true });
    this.#fd = null;
  }

  /** Removes the file: nothing was imported that its rows could be missing from. */
  discard(): void {
    if (this.#fd === null) return;
    closeSync(this.#fd);
    rmSync(this.path!, { force: true });
    this.#fd = null;
    this.path = null;
  }

  #open(): void {
    for (const [i, file] of this.#candidates.entries()) {
      try {
        if (i > 0) mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
        // Root may write where nobody should: a folder without any write bit is read-only for it too.
        else if ((statSync(path.dirname(file)).mode & 0o222) === 0) continue;
        this.#fd = openSync(file, "w", 0o600);
        this.path = file;
        return;
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (i === this.#candidates.length - 1 || !["EACCES", "EROFS", "EPERM"].includes(code ?? ""))
          throw error;
      }
    }
  }

  #write(cells: readonly string[], before = ""): void {
    writeSync(this.#fd!, `${before}${cells.map(quoted).join(",")}\r\n`);
  }
}

function quoted(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function isOurs(file: string): boolean {
  try {
    const fd = openSync(file, "r");
    try {
      const head = Buffer.alloc(64);
      const text = head.toString("utf8", 0, readSync(fd, head, 0, head.length, 0));
      return Object.values(HEADINGS).some((heading) => text.startsWith(`${BOM}${heading.join(",")}`));
    } finally {
      closeSync(fd);
    }
  } catch {
    return false;
  }
}
