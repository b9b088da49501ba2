import "server-only";
import type { Snapshot } from "../../domain/wire/board.ts";
import { readLiveBoard } from "../../server/live/read-board.ts";
import type { Context } from "../../server/platform/context.ts";
import { boardAsOf } from "../../server/queries/board-as-of.ts";
import { webContext } from "./context.ts";

/** A clock that is a little behind the page's own must not call the present the future (ms). */
const FUTURE_TOLERANCE_MS = 1_000;

/** The board as it stands: from Redis, or counted from Postgres and marked late while Redis has none. */
export async function liveBoard(): Promise<Snapshot> {
  const context = webContext();
  return (await readLiveBoard(context)) ?? (await countedBoard(context, context.clock.shopNow()));
}

export type PastBoard =
  | { kind: "board"; snapshot: Snapshot; nowMs: number }
  | { kind: "future"; nowMs: number };

/**
 * The board at a moment of the past, counted from Postgres.
 * @param asOfMs epoch ms of shop time
 */
export async function pastBoard(asOfMs: number): Promise<PastBoard> {
  const context = webContext();
  const nowMs = context.clock.shopNow();
  if (asOfMs > nowMs + FUTURE_TOLERANCE_MS) return { kind: "future", nowMs };
  return { kind: "board", snapshot: await countedBoard(context, asOfMs), nowMs };
}

async function countedBoard(context: Context, asOfMs: number): Promise<Snapshot> {
  const board = await boardAsOf(context, asOfMs);
  const sentAt = new Date(context.clock.machineNow()).toISOString();
  const { speed } = context.clock;
  return { ...board, pulse: { sentAt, eventsPerMinute: 0, speed, state: "late", lagMs: 0 } };
}
