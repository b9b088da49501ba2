import path from "node:path";
import type { Context } from "../../server/platform/context.ts";
import type { Env } from "../../server/platform/env.ts";
import { type ReadFile, readTable, recordTable } from "../../server/sources/csv/import-table.ts";
import type { Mapping } from "../../server/sources/csv/mapping.ts";
import type { Language } from "../../server/sources/csv/problem.ts";
import { RefusedFile } from "../../server/sources/csv/refused-file.ts";
import { ImportCounts } from "../../server/sources/csv/tally.ts";
import { clearLeftovers } from "./leftovers.ts";
import type { Outcome } from "./summary.ts";

/** Currency of amounts where neither file nor mapping names one. */
const CURRENCY = "CNY";

/** How files are imported: the same for all of them. */
export interface ImportSetting {
  env: Env;
  mappings: readonly Mapping[];
  language: Language;
  signal: AbortSignal;
}

/** A file that was read and may be recorded, once. */
export interface ReadImport {
  file: ReadFile;
  counts: ImportCounts;
  refused: RefusedFile;
  /** What reading took. */
  ms: number;
  close(): void;
}

/**
 * Reads the whole file: one that is damaged leaves nothing behind.
 * @throws FileError
 */
export async function readImport(
  file: string,
  { env, mappings, language, signal }: ImportSetting,
  onShare: (share: number, rows: number) => void = () => {},
): Promise<ReadImport> {
  const counts = new ImportCounts();
  const refused = new RefusedFile(file, path.join(env.dataDir, "refused"), language);
  const workFolder = path.join(env.dataDir, "import");
  clearLeftovers(workFolder);
  const from = performance.now();
  const read = await readTable({
    file,
    mappings,
    defaults: { timezone: env.timezone, currency: CURRENCY },
    workFolder: path.join(workFolder, String(process.pid)),
    counts,
    refused,
    signal,
    onBytes: (done, total) => onShare(done / total, counts.rows),
  });
  const close = () => {
    read.orders.close();
    refused.close();
  };
  return { file: read, counts, refused, ms: performance.now() - from, close };
}

/**
 * Records what was read.
 * @throws FileError for a moment that has not come; any error when the database is away
 */
export async function recordImport(
  context: Context,
  { file, counts, refused, ms }: ReadImport,
  { signal }: ImportSetting,
  moments: { exportedAt: number | null; asOf: number | null },
  onShare: (share: number, rows: number) => void = () => {},
): Promise<Outcome> {
  const from = performance.now();
  const { finished, exportedAt } = await recordTable(context, file, {
    ...moments,
    counts,
    refused,
    signal,
    onRows: (done) => onShare(done / Math.max(1, file.orders.kept), done),
  });
  const beside = refused.path !== null && path.dirname(refused.path) === path.dirname(file.path);
  return {
    counts,
    seconds: (ms + performance.now() - from) / 1000,
    refusedFile: refused.path,
    beside,
    finished,
    exportedAt: exportedAt === null ? null : localTime(exportedAt, file.zone),
  };
}

function localTime(ms: number, zone: string): string {
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    dateStyle: "short",
    timeStyle: "medium",
  });
  return format.format(ms);
}
