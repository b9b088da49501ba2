import { isDeepStrictEqual } from "node:util";
import { eventKey } from "../../db/stores/events.ts";
import type { QuarantineCode } from "../../db/stores/quarantine.ts";
import { CLOSED, type IncomingEvent } from "../../domain/order/types.ts";
import { isWatchToken } from "../../domain/order/watches.ts";
import { newest } from "../../domain/settings/history.ts";
import type { SettingsHistory } from "../../domain/settings/types.ts";

/** One item of a batch that was not accepted; `index` is its place in the batch. */
export interface ItemRefusal {
  index: number;
  code: string;
  detail: string;
}

/** An event of the batch, with its place in it. */
export interface BatchItem {
  index: number;
  event: IncomingEvent;
}

export interface MisplacedItem extends BatchItem {
  code: QuarantineCode;
  detail: string;
  word: string;
}

export interface SortedOut {
  placed: BatchItem[];
  misplaced: MisplacedItem[];
  rejected: ItemRefusal[];
  /** Repeats within the batch. */
  duplicates: number;
}

/** Decides item by item what can be placed, without looking at what is stored. */
export function sortOut(
  batch: readonly IncomingEvent[],
  settings: SettingsHistory,
  latestAllowed: number,
): SortedOut {
  const result: SortedOut = { placed: [], misplaced: [], rejected: [], duplicates: 0 };
  const seen = new Map<string, IncomingEvent>();
  for (const [index, event] of batch.entries()) {
    if (event.occurredAt > latestAllowed) {
      result.rejected.push({ index, code: "in_the_future", detail: futureDetail(event, latestAllowed) });
      continue;
    }
    const key = eventKey(event);
    const earlier = seen.get(key);
    if (earlier) {
      if (isDeepStrictEqual(earlier, event)) result.duplicates++;
      else result.rejected.push({ index, code: "id_reused", detail: reusedDetail(event) });
      continue;
    }
    seen.set(key, event);
    const refused = watchRefusal(event, settings);
    if (refused) {
      result.rejected.push({ index, ...refused });
      continue;
    }
    const misplaced = misplacement(event, settings);
    if (misplaced) result.misplaced.push({ index, event, ...misplaced });
    else result.placed.push({ index, event });
  }
  return result;
}

function misplacement(
  event: IncomingEvent,
  settings: SettingsHistory,
): Omit<MisplacedItem, "index" | "event"> | null {
  if (event.statusWord !== undefined) {
    const word = event.statusWord;
    return { code: "unknown_status", word, detail: `no node is known for the status "${word}"` };
  }
  const { node } = event;
  if (node === null || node === CLOSED) return null;
  if (settings.nodes.has(node)) return null;
  return { code: "unknown_node", word: node, detail: `there is no node "${node}"` };
}

/** What watches do follows from the other events alone: no source says it. */
function watchRefusal({ token, node }: IncomingEvent, settings: SettingsHistory) {
  if (isWatchToken(token)) {
    const detail = `token ${JSON.stringify(token)} is a watch's: no source can move it, send the order's own tokens`;
    return { code: "token_not_accepted", detail };
  }
  const versions = node === null ? undefined : settings.nodes.get(node);
  if (!versions || newest(versions).kind !== "watch") return null;
  const detail = `node ${JSON.stringify(node)} is a watch: no source can enter it, send the node where the order waits`;
  return { code: "node_not_accepted", detail };
}

export function reusedDetail(event: IncomingEvent): string {
  return `(source, id) = (${event.source}, ${event.id}) was used for other content: give each event an id of its own`;
}

function futureDetail(event: IncomingEvent, latestAllowed: number): string {
  const given = new Date(event.occurredAt).toISOString();
  const limit = new Date(latestAllowed).toISOString();
  return `occurredAt ${given} is ahead of the clock (accepted until ${limit}): check the source's clock and offset`;
}
