import { readStatusWords } from "../../../db/stores/status-words.ts";
import { type LookUp, statusMeanings } from "../../../domain/order/status-word.ts";
import type { Context } from "../../platform/context.ts";
import type { Mapping } from "./mapping.ts";

/**
 * What status words mean: the mapping's own first, then the shop's dictionary (which began as ours), then the keys and
 * names of the nodes themselves. Case, spaces and full-width forms do not matter.
 */
export async function openLookUp(context: Context, mapping: Mapping): Promise<LookUp> {
  const [settings, words] = await Promise.all([context.settings.get(), readStatusWords(context.sql)]);
  return statusMeanings(
    settings,
    words.map(({ word, node }) => [word, node]),
    Object.entries(mapping.statuses),
  );
}
