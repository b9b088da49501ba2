import type { SettingsHistory } from "../settings/types.ts";
import { foldOnto, follows, inSequence } from "./fold.ts";
import { compareBytes } from "./sequence.ts";
import { emptyOrder, stateFromJson, stateToJson } from "./state.ts";
import type { OrderEvent, Visit } from "./types.ts";
import { endsBefore } from "./watches.ts";

/** Events in any order, some of them twice, in batches of one to four. */
export function arrivals(events: readonly OrderEvent[], next: () => number): OrderEvent[][] {
  const all = [...events, ...events.filter(() => next() % 3 === 0)];
  for (let i = all.length - 1; i > 0; i--) {
    const j = next() % (i + 1);
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  const batches: OrderEvent[][] = [];
  while (all.length > 0) batches.push(all.splice(0, 1 + (next() % 4)));
  return batches;
}

export const byOpening = (visits: Visit[]) =>
  [...visits].sort((a, b) => compareBytes(a.openedBy.id, b.openedBy.id));

/** One order, folded as a store does it: on from the state where events follow, else from the beginning. */
export class FoldingStore {
  #log = new Map<string, OrderEvent>();
  #visits = new Map<string, Visit>();
  #order = emptyOrder();

  constructor(private settings: SettingsHistory) {}

  take(batch: readonly OrderEvent[]): void {
    const fresh = [...new Map(batch.map((e) => [e.id, e])).values()].filter((e) => !this.#log.has(e.id));
    if (fresh.length === 0) return;
    for (const e of fresh) this.#log.set(e.id, e);
    const sequence = inSequence(fresh, this.settings);
    if (follows(sequence[0]!, this.#order, this.settings)) this.#fold(sequence);
    else this.#refold();
  }

  /** Newer settings, of which the newest version begins at an instant. */
  change(settings: SettingsHistory, validFrom: number): void {
    this.settings = settings;
    if (endsBefore(this.#order, validFrom)) this.#fold([]);
    else this.#refold();
  }

  visits(): Visit[] {
    return byOpening([...this.#visits.values()]);
  }

  #refold(): void {
    this.#order = emptyOrder();
    this.#visits.clear();
    this.#fold(inSequence([...this.#log.values()], this.settings));
  }

  #fold(events: OrderEvent[]): void {
    for (const { visit, known } of foldOnto(this.#order, events, this.settings).changes) {
      if (known !== this.#visits.has(visit.openedBy.id)) {
        throw new Error(
          `the visit opened by ${visit.openedBy.id} is ${known ? "not" : "already"} in the store`,
        );
      }
      this.#visits.set(visit.openedBy.id, visit);
    }
    this.#order.state = stateFromJson(stateToJson(this.#order.state));
  }
}
