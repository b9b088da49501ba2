import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Context } from "../../platform/context.ts";
import { readTable, recordTable } from "./import-table.ts";
import { type Mapping, mappingsFor } from "./mapping.ts";
import { RefusedFile } from "./refused-file.ts";
import { ImportCounts } from "./tally.ts";

/** A folder of its own for files of a test. */
export function testFolder(): {
  path: string;
  write(name: string, content: string | Uint8Array): string;
  remove(): void;
} {
  const folder = mkdtempSync(path.join(tmpdir(), "andon-import-"));
  return {
    path: folder,
    write: (name, content) => {
      const file = path.join(folder, name);
      writeFileSync(file, content);
      return file;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export interface TestImport {
  mapping?: string | Mapping;
  asOf?: number;
  exportedAt?: number;
  signal?: AbortSignal;
  onRows?: () => void;
}

/** Imports a file as the command does, in Chinese, and gives back what it counted and refused. */
export async function importFile(context: Context, file: string, options: TestImport = {}) {
  const mappings =
    typeof options.mapping === "object" ? [options.mapping] : mappingsFor(options.mapping ?? null);
  const counts = new ImportCounts();
  const refused = new RefusedFile(file, path.join(path.dirname(file), "elsewhere"), "zh");
  const signal = options.signal ?? new AbortController().signal;
  const read = await readTable({
    file,
    mappings,
    defaults: { timezone: "Asia/Shanghai", currency: "CNY" },
    workFolder: path.join(path.dirname(file), "work"),
    counts,
    refused,
    signal,
    onBytes: () => {},
  });
  try {
    const { exportedAt = null, asOf = null } = options;
    const done = { exportedAt, asOf, counts, refused, signal, onRows: options.onRows ?? (() => {}) };
    const { finished, exportedAt: at } = await recordTable(context, read, done);
    if (finished && counts.inRows + counts.refusedRows !== counts.rows) {
      throw new Error(`${counts.inRows} rows in and ${counts.refusedRows} refused are not ${counts.rows}`);
    }
    return { counts, finished, exportedAt: at, refusedText: textOf(refused.path) };
  } finally {
    read.orders.close();
    refused.close();
  }
}

function textOf(file: string | null): string | null {
  return file !== null && existsSync(file) ? readFileSync(file, "utf8") : null;
}
