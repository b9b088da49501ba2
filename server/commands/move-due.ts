import type { Tx } from "../../db/sql.ts";
import { type DueMove, readDueMoves, readNextMove } from "../../db/stores/due-moves.ts";
import { type IncomingEvent, MAIN_TOKEN, OWN_SOURCE } from "../../domain/order/types.ts";
import { nodesByRank } from "../../domain/settings/history.ts";
import type { NodeVersion } from "../../domain/settings/types.ts";
import { poke, pokeIfSoon } from "../live/poke.ts";
import type { Context } from "../platform/context.ts";
import { retryingConflicts } from "../platform/retry.ts";
import { recordWithin } from "./record-events.ts";

/** Orders moved in one transaction. */
const BATCH = 200;
/** A hold that had lasted longer ago is history that was imported, and moves nothing; shop time. */
export const MOVES_WITHIN_MS = 7 * 86_400_000;

export interface Moved {
  moved: number;
  /** Whether more may wait. */
  more: boolean;
  /** When the next hold will have lasted (shop time, epoch ms); null: none is open. */
  nextAt: number | null;
}

/**
 * Moves `main` of the orders whose watch has lasted to where the watch says, by an event that tells why. Any number of
 * workers may run: the event's id follows from hold and moment, so it is in the log once.
 */
export async function moveDue(context: Context, limit = BATCH): Promise<Moved> {
  const now = context.clock.shopNow();
  const nodes = new Map(
    nodesByRank(await context.settings.get())
      .filter(({ watch }) => watch?.enabled && watch.moveTo !== null)
      .map((node) => [node.key, node]),
  );
  if (nodes.size === 0) return { moved: 0, more: false, nextAt: null };
  const movers = [...nodes.values()].map(({ key, validFrom }) => ({ watch: key, validFrom }));
  const due = await readDueMoves(context.sql, movers, OWN_SOURCE, {
    sinceMs: now - MOVES_WITHIN_MS,
    nowMs: now,
    limit,
  });
  const moved = due.length === 0 ? 0 : await record(context, due, nodes);
  return {
    moved,
    more: due.length === limit,
    nextAt: await readNextMove(context.sql, movers, now),
  };
}

/** Not a source that anybody waits to hear from: the meter is not told. */
async function record(
  context: Context,
  due: readonly DueMove[],
  nodes: ReadonlyMap<string, NodeVersion>,
): Promise<number> {
  const events = due.map((move) => toEvent(move, nodes.get(move.watch)!));
  const { stored, nextStepAt } = await retryingConflicts(() =>
    context.sql.begin((tx) => recordWithin(tx as unknown as Tx, context, events)),
  );
  if (stored.length > 0) poke(context, "outbox");
  if (nextStepAt !== null) pokeIfSoon(context, nextStepAt);
  return stored.length;
}

function toEvent({ orderNo, watch, eventId, occurredAt }: DueMove, node: NodeVersion): IncomingEvent {
  return {
    source: OWN_SOURCE,
    id: eventId,
    orderNo,
    token: MAIN_TOKEN,
    node: node.watch!.moveTo,
    occurredAt,
    actor: { kind: "watch", id: watch, name: node.nameZh },
  };
}
