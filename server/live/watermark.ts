import { readBoardProgress } from "../../db/stores/board-changes.ts";
import { readSources } from "../../db/stores/sources.ts";
import type { Watermark } from "../../domain/wire/board.ts";
import type { Context } from "../platform/context.ts";
import { WATERMARK_SOURCES } from "./limits.ts";
import { SilenceReader } from "./silences.ts";

/** What the ticker writes into Redis with each tick. */
export interface TickerMark extends Watermark {
  /** Machine time at which `pipeline` last went on, epoch ms: when it stands still, the board is late. */
  movedAt: number;
}

export interface Progress {
  mark: TickerMark;
  settingsRevision: number;
}

/**
 * Asks Postgres how far the board has come. Everything committed before `pipeline` has been applied to Redis by the time
 * this returns, so the next tick shows it.
 * @param before the mark that this one follows
 * @param silences judges the sources; whoever asks often keeps one
 */
export async function readProgress(
  context: Pick<Context, "sql" | "clock" | "env">,
  before: TickerMark | null,
  silences = new SilenceReader(context),
): Promise<Progress> {
  const askedAt = context.clock.machineNow();
  const [progress, heard] = await Promise.all([
    readBoardProgress(context.sql),
    readSources(context.sql, WATERMARK_SOURCES),
  ]);
  const pipeline = iso(Math.min(progress.oldestChangeAt ?? askedAt, askedAt));
  const moved = before?.pipeline == null || pipeline > before.pipeline;
  const mark: TickerMark = { pipeline, sources: {}, movedAt: moved ? askedAt : before.movedAt };
  const silent = await silences.read(heard);
  for (const { key, lastEventAt, lastReceivedAt } of heard) {
    const judged = silent.get(key);
    const silence = judged ? { forMs: judged.forMs, expected: judged.expected } : null;
    mark.sources[key] = { lastEventAt: iso(lastEventAt), lastReceivedAt: iso(lastReceivedAt), silence };
  }
  return { mark, settingsRevision: progress.settingsRevision };
}

/** Reads back what a ticker wrote. */
export function parseMark(json: string | null): TickerMark | null {
  return json === null || json === "" ? null : (JSON.parse(json) as TickerMark);
}

/** Without what only the ticker and its readers need. */
export function toWatermark(mark: TickerMark | null): Watermark {
  return { pipeline: mark?.pipeline ?? null, sources: mark?.sources ?? {} };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
