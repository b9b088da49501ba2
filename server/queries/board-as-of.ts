import { readOpenVisits } from "../../db/stores/open-visits.ts";
import { readSources } from "../../db/stores/sources.ts";
import { BoardCounter } from "../../domain/board/count.ts";
import { nodesByRank } from "../../domain/settings/history.ts";
import type { Board, Watermark } from "../../domain/wire/board.ts";
import { WATERMARK_SOURCES } from "../live/limits.ts";
import type { Context } from "../platform/context.ts";
import { currentSettings } from "./current-settings.ts";

/**
 * The board at a moment of shop time, from Postgres: with what is known now about that moment, late events included
 * and deadlines as they stand.
 * @param asOfMs epoch ms, not ahead of the shop's clock
 */
export async function boardAsOf(
  context: Pick<Context, "sql" | "settings" | "clock">,
  asOfMs: number,
): Promise<Board> {
  const settings = await currentSettings(context);
  const watermark = await readWatermark(context);
  const counter = new BoardCounter(nodesByRank(settings), asOfMs);
  for await (const visits of readOpenVisits(context.sql, asOfMs)) {
    for (const visit of visits) counter.add(visit);
  }
  return { epoch: null, seq: null, asOf: toIso(asOfMs), watermark, ...counter.counts() };
}

/** Read before the visits: what is committed up to here is surely counted. */
async function readWatermark(context: Pick<Context, "sql" | "clock">): Promise<Watermark> {
  const pipeline = toIso(context.clock.machineNow());
  const heard = await readSources(context.sql, WATERMARK_SOURCES);
  const entries = heard.map(({ key, lastEventAt, lastReceivedAt }) => {
    const instants = { lastEventAt: toIso(lastEventAt), lastReceivedAt: toIso(lastReceivedAt) };
    // Silence is judged by the ticker, of the present.
    return [key, { ...instants, silence: null }] as const;
  });
  return { pipeline, sources: Object.fromEntries(entries) };
}

function toIso(ms: number): string {
  return new Date(ms).toISOString();
}
