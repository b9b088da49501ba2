import { readStatusNodes } from "../../../db/stores/status-words.ts";
import { CLOSED } from "../../../domain/order/types.ts";
import { nodesByRank } from "../../../domain/settings/history.ts";
import type { Context } from "../../platform/context.ts";
import { fold } from "./cells.ts";
import type { Mapping } from "./mapping.ts";
import type { LookUp } from "./order-events.ts";

/**
 * What status words mean: the mapping's own first, then the shop's dictionary (which began as ours), then the keys and
 * names of the nodes themselves. Case, spaces and full-width forms do not matter.
 */
export async function openLookUp(context: Context, mapping: Mapping): Promise<LookUp> {
  const meanings = new Map<string, string | null>([[CLOSED, CLOSED]]);
  for (const node of nodesByRank(await context.settings.get())) {
    for (const name of [node.key, node.nameZh, node.nameEn]) meanings.set(fold(name), node.key);
  }
  for (const [word, node] of await readStatusNodes(context.sql)) meanings.set(fold(word), node);
  for (const [word, node] of Object.entries(mapping.statuses)) meanings.set(fold(word), node);
  return (word) => meanings.get(fold(word));
}
