import type { Tx } from "../../db/sql.ts";
import { readStatusWords } from "../../db/stores/status-words.ts";
import { statusMeanings } from "../../domain/order/status-word.ts";
import type { IncomingEvent } from "../../domain/order/types.ts";
import type { SettingsHistory } from "../../domain/settings/types.ts";

/** Gives events their node whose status word means something by now; the others stay as they are. */
export async function resolveWords(
  tx: Tx,
  settings: SettingsHistory,
  events: IncomingEvent[],
): Promise<IncomingEvent[]> {
  if (events.every((event) => event.statusWord === undefined)) return events;
  const words = await readStatusWords(tx);
  const lookUp = statusMeanings(
    settings,
    words.map(({ word, node }) => [word, node]),
  );
  return events.map((event) => {
    const node = event.statusWord === undefined ? undefined : lookUp(event.statusWord);
    if (node === undefined) return event;
    const { statusWord: _, ...known } = event;
    return { ...known, node };
  });
}
