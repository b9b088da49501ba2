import { type RecordResult, recordEvents } from "../../commands/record-events.ts";
import { Problem } from "../problem.ts";
import { storageProblem } from "../storage-away.ts";
import type { ApiParts } from "../types.ts";
import { INGEST_LIMITS } from "./limits.ts";
import { readLine, withoutBom } from "./read-item.ts";
import { type Batch, emptyBatch, emptyProblem } from "./read-json-batch.ts";
import { type Line, LineSplitter } from "./split-lines.ts";
import type { Tally } from "./tally.ts";

/**
 * Records NDJSON of any length: one chunk is written while the next is read, and no more than that is held.
 * @param tally gets what became of the lines, also of those before a stream broke
 * @throws Problem that carries what was stored before a stream broke, so that nobody has to guess
 */
export async function recordLines(
  parts: ApiParts,
  body: AsyncGenerator<Buffer>,
  tally: Tally,
): Promise<void> {
  let writing: Promise<void> = Promise.resolve();
  let batch = emptyBatch();
  let bytes = 0;
  const write = async () => {
    const chunk = batch;
    batch = emptyBatch();
    bytes = 0;
    await writing;
    writing = record(parts, chunk, tally);
    // The failure is met at the next await; until then it must not count as unhandled.
    writing.catch(() => {});
  };
  const splitter = new LineSplitter(INGEST_LIMITS.lineBytes);
  const take = async (lines: Iterable<Line>) => {
    for (const line of lines) {
      readInto(batch, line);
      bytes += line.bytes?.length ?? 0;
      const items = batch.events.length + batch.unreadable.length;
      if (items >= INGEST_LIMITS.chunkEvents || bytes >= INGEST_LIMITS.chunkBytes) await write();
    }
  };
  try {
    for await (const part of body) await take(splitter.push(part));
    await take(splitter.end());
    await write();
    await writing;
  } catch (error) {
    await writing.catch(() => {});
    throw withTally(error, tally);
  }
  if (tally.seen === 0) throw emptyProblem();
}

function readInto(batch: Batch, { index, bytes }: Line): void {
  if (bytes === null) {
    const detail = `is longer than ${INGEST_LIMITS.lineBytes} bytes`;
    batch.unreadable.push({ index, code: "line_too_long", detail });
    return;
  }
  const parsed = readLine(index === 0 ? withoutBom(bytes) : bytes);
  if (parsed.ok) {
    batch.events.push(parsed.event);
    batch.indexes.push(index);
  } else {
    batch.unreadable.push({ index, code: parsed.code, detail: parsed.detail });
  }
}

async function record({ context, storage }: ApiParts, batch: Batch, tally: Tally): Promise<void> {
  const result: RecordResult | null = batch.events.length
    ? await storage.run(() => recordEvents(context, batch.events))
    : null;
  tally.add(result, batch.indexes, batch.unreadable);
}

function withTally(error: unknown, tally: Tally): unknown {
  const problem = error instanceof Problem ? error : storageProblem(error);
  if (problem) return problem.with({ ...tally.answer });
  return error;
}
