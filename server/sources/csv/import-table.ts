import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { finishFile } from "../../../db/stores/imported-files.ts";
import { FUTURE_TOLERANCE_MS, recordEvents } from "../../commands/record-events.ts";
import { recordSnapshot } from "../../commands/record-snapshot.ts";
import { takeFile } from "../../commands/take-file.ts";
import type { Context } from "../../platform/context.ts";
import { type ExportTime, exportTimeOf } from "./export-time.ts";
import { recordOrders } from "./import-file.ts";
import { recordSnapshotOrders } from "./import-snapshot.ts";
import { openLookUp } from "./look-up.ts";
import { FileError } from "./problem.ts";
import { type ReadOptions, type ReadOrders, readOrders } from "./read-orders.ts";
import type { RefusedFile } from "./refused-file.ts";
import type { ImportCounts } from "./tally.ts";

/** A file that was read to its end and is as it was when that began. */
export interface ReadFile {
  orders: ReadOrders;
  path: string;
  hash: string;
  bytes: number;
  /** Epoch ms. */
  modifiedAt: number;
  /** Zone of times that name none. */
  zone: string;
}

export interface RecordTableOptions {
  /** Epoch ms; null: what the file says. */
  exportedAt: number | null;
  /** Epoch ms; what happened later is left out. null: nothing is. */
  asOf: number | null;
  counts: ImportCounts;
  refused: RefusedFile;
  signal: AbortSignal;
  onRows(done: number): void;
}

export interface RecordedTable {
  /** Whether it came to the end. */
  finished: boolean;
  /** Of a snapshot: the moment for which it stands, epoch ms. */
  exportedAt: number | null;
}

/**
 * Reads a whole file. The caller closes its orders.
 * @throws FileError when it cannot be read, or changes meanwhile
 */
export async function readTable(options: ReadOptions): Promise<ReadFile> {
  const { file, defaults } = options;
  const before = await stat(file).catch(() => null);
  const orders = await readOrders(options);
  try {
    const hash = await hashOf(file);
    const after = await stat(file);
    if (after.size !== before?.size || after.mtimeMs !== before.mtimeMs) {
      const name = path.basename(file);
      throw new FileError(
        "still_written",
        `「${name}」还在写入，等写完再导入`,
        `${name} is still being written; import it when it is complete`,
      );
    }
    const zone = orders.mapping.timezone ?? defaults.timezone;
    const modifiedAt = Math.floor(after.mtimeMs);
    return { orders, path: file, hash, bytes: after.size, modifiedAt, zone };
  } catch (error) {
    orders.close();
    throw error;
  }
}

/** For which moment a file that was read stands, as the caller or the file says. @throws FileError */
export function momentOf(read: ReadFile, exportedAt: number | null): ExportTime {
  if (exportedAt !== null) return { at: exportedAt, sure: true };
  return exportTimeOf(read.path, read.orders.above, read.modifiedAt, read.zone);
}

/**
 * Records what a file says and remembers that it did.
 * @throws FileError for a snapshot of a moment that has not come; any error when the database is away
 */
export async function recordTable(
  context: Context,
  read: ReadFile,
  options: RecordTableOptions,
): Promise<RecordedTable> {
  const { mapping } = read.orders;
  const source = `import:${mapping.name}`;
  const isSnapshot = mapping.form === "snapshot";
  const moment = withinNow(context, read, momentOf(read, options.exportedAt), isSnapshot);
  const name = path.basename(read.path);
  const { hash, bytes, modifiedAt } = read;
  const taken = await takeFile(context, { source, name, hash, bytes, modifiedAt }, moment);
  const { exportedAt } = taken;
  if (isSnapshot && options.asOf !== null && exportedAt > options.asOf) {
    const when = new Date(exportedAt).toISOString();
    throw new FileError(
      "after_as_of",
      `「${name}」是 ${when} 导出的，晚于 --as-of，没有导入`,
      `${name} was exported at ${when}, later than --as-of; nothing was imported`,
    );
  }
  const lookUp = await openLookUp(context, mapping);
  const { binds } = mapping;
  const finished = isSnapshot
    ? await recordSnapshotOrders(read.orders, {
        ...options,
        lookUp,
        record: (orders) => recordSnapshot(context, { source, exportedAt, lookUp, binds }, orders),
      })
    : await recordOrders(read.orders, {
        ...options,
        source,
        binds,
        lookUp,
        record: (batch) => recordEvents(context, batch),
      });
  if (finished) await finishFile(context.sql, taken.id, context.clock.machineNow());
  return { finished, exportedAt: isSnapshot ? exportedAt : null };
}

/** What a file's own date says of the future is its clock's mistake; what a file or a person says, is refused. */
function withinNow({ clock }: Context, read: ReadFile, moment: ExportTime, isSnapshot: boolean): ExportTime {
  const now = clock.shopNow();
  if (!moment.sure) return { at: Math.min(moment.at, now), sure: false };
  if (!isSnapshot || moment.at <= now + FUTURE_TOLERANCE_MS * clock.speed) return moment;
  const [name, when, until] = [path.basename(read.path), iso(moment.at), iso(now)];
  throw new FileError(
    "in_the_future",
    `「${name}」的导出时间 ${when} 还没到（现在 ${until}），请核对，或用 --exported-at 说明`,
    `${name}: its export time ${when} has not come yet (it is ${until}); check it, or give --exported-at`,
  );
}

const iso = (ms: number) => new Date(ms).toISOString();

async function hashOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest("hex");
}
