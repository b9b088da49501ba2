import type { Tx } from "../../db/sql.ts";
import { writeAudit } from "../../db/stores/audit.ts";
import {
  claimWaiting,
  type QuarantineFilter,
  settleQuarantine,
  type WaitingEvent,
} from "../../db/stores/quarantine.ts";
import { readRecipient } from "../../db/stores/recipients.ts";
import type { IncomingEvent } from "../../domain/order/types.ts";
import { poke } from "../live/poke.ts";
import type { Context } from "../platform/context.ts";
import { recordWithin } from "./record-events.ts";
import { resolveWords } from "./resolve-words.ts";
import { sortOut } from "./sort-out.ts";

export interface ReplayResult {
  replayed: number;
  /** Looked at, but still without a place. */
  waiting: number;
  /** Refused for another reason; they go on waiting until somebody dismisses them. */
  rejected: { id: number; code: string; detail: string }[];
}

/** Events tried in one transaction. */
const CHUNK = 500;

/**
 * Tries what waits in quarantine again, under today's nodes and status words. What finds its place is recorded like
 * any event; the rest goes on waiting.
 */
export async function replayQuarantine(
  context: Context,
  actor: string,
  filter: QuarantineFilter,
): Promise<ReplayResult> {
  const total: ReplayResult = { replayed: 0, waiting: 0, rejected: [] };
  for (let after = 0; ; ) {
    const step = await context.sql.begin((tx) => replayChunk(tx as unknown as Tx, context, filter, after));
    if (step === null) break;
    after = step.lastId;
    total.replayed += step.replayed;
    total.waiting += step.waiting;
    total.rejected.push(...step.rejected);
    if (step.stored.length > 0) {
      context.meter.committed(step.stored);
      poke(context, "outbox");
    }
  }
  await context.sql.begin((tx) =>
    writeAudit(tx as unknown as Tx, {
      at: context.clock.machineNow(),
      actor,
      action: "quarantine.replay",
      subject: "quarantine",
      detail: { filter, replayed: total.replayed, waiting: total.waiting, rejected: total.rejected.length },
    }),
  );
  return total;
}

async function replayChunk(tx: Tx, context: Context, filter: QuarantineFilter, after: number) {
  const rows = await claimWaiting(tx, filter, after, CHUNK);
  if (rows.length === 0) return null;
  const settings = await context.settings.get(undefined, tx);
  const events = await resolveWords(tx, settings, await Promise.all(rows.map((row) => asIncoming(tx, row))));
  const { placed } = sortOut(events, settings, Number.POSITIVE_INFINITY);
  const { result, stored } = await recordWithin(
    tx,
    context,
    placed.map((item) => item.event),
  );
  const refused = new Map(result.rejected.map((item) => [placed[item.index]!.index, item]));
  const settled = placed.filter((item) => !refused.has(item.index)).map((item) => rows[item.index]!.id);
  if (settled.length > 0) await settleQuarantine(tx, settled, "replayed", context.clock.machineNow());
  return {
    lastId: rows[rows.length - 1]!.id,
    replayed: settled.length,
    waiting: rows.length - placed.length,
    rejected: [...refused].map(([index, { code, detail }]) => ({ id: rows[index]!.id, code, detail })),
    stored,
  };
}

/** The event as it came, with its recipient. */
async function asIncoming(tx: Tx, { event, recipientId }: WaitingEvent): Promise<IncomingEvent> {
  return recipientId === null ? event : { ...event, recipient: await readRecipient(tx, recipientId) };
}
