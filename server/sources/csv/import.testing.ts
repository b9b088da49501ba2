import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { recordEvents } from "../../commands/record-events.ts";
import type { Context } from "../../platform/context.ts";
import { recordOrders } from "./import-file.ts";
import { openLookUp } from "./look-up.ts";
import { loadMapping, type Mapping } from "./mapping.ts";
import { readOrders } from "./read-orders.ts";
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
  signal?: AbortSignal;
  record?: typeof recordEvents;
}

/** Imports a file as the command does, in Chinese, and gives back what it counted and refused. */
export async function importFile(context: Context, file: string, options: TestImport = {}) {
  const mapping =
    typeof options.mapping === "object" ? options.mapping : loadMapping(options.mapping ?? "five-core");
  const counts = new ImportCounts();
  const refused = new RefusedFile(file, path.join(path.dirname(file), "elsewhere"), "zh");
  const signal = options.signal ?? new AbortController().signal;
  const read = await readOrders({
    file,
    mapping,
    defaults: { timezone: "Asia/Shanghai", currency: "CNY" },
    workFolder: path.join(path.dirname(file), "work"),
    counts,
    refused,
    signal,
    onBytes: () => {},
  });
  try {
    const finished = await recordOrders(read, {
      source: `import:${mapping.name}`,
      binds: mapping.binds,
      asOf: options.asOf ?? null,
      lookUp: await openLookUp(context, mapping),
      record: (batch) => (options.record ?? recordEvents)(context, batch),
      counts,
      refused,
      signal,
      onRows: () => {},
    });
    if (finished && counts.inRows + counts.refusedRows !== counts.rows) {
      throw new Error(`${counts.inRows} rows in and ${counts.refusedRows} refused are not ${counts.rows}`);
    }
    return { counts, finished, refusedText: textOf(refused.path) };
  } finally {
    read.close();
    refused.close();
  }
}

function textOf(file: string | null): string | null {
  return file !== null && existsSync(file) ? readFileSync(file, "utf8") : null;
}
