import type { ItemRefusal, RecordResult } from "../../commands/record-events.ts";
import { INGEST_LIMITS } from "./limits.ts";

/** What the events API answers. */
export interface IngestAnswer {
  accepted: number;
  duplicates: number;
  quarantined: ItemRefusal[];
  rejected: ItemRefusal[];
  quarantinedTotal: number;
  rejectedTotal: number;
}

/** Adds up what became of a request's items, in bounded memory. */
export class Tally {
  readonly answer: IngestAnswer = {
    accepted: 0,
    duplicates: 0,
    quarantined: [],
    rejected: [],
    quarantinedTotal: 0,
    rejectedTotal: 0,
  };
  /** Items by reason, also those beyond what the answer lists. */
  readonly refused = { quarantined: new Map<string, number>(), rejected: new Map<string, number>() };

  /**
   * @param result what became of the events that could be read; null when there were none
   * @param indexes of those events in the request
   * @param unreadable items that were refused before, with their index in the request
   */
  add(result: RecordResult | null, indexes: readonly number[], unreadable: readonly ItemRefusal[]): void {
    const { answer } = this;
    const inRequest = (refusal: ItemRefusal): ItemRefusal => ({ ...refusal, index: indexes[refusal.index]! });
    const rejected = [...unreadable, ...(result?.rejected ?? []).map(inRequest)].sort(byIndex);
    const quarantined = (result?.quarantined ?? []).map(inRequest).sort(byIndex);
    answer.accepted += result?.accepted ?? 0;
    answer.duplicates += result?.duplicates ?? 0;
    answer.rejectedTotal += rejected.length;
    answer.quarantinedTotal += quarantined.length;
    list(answer.rejected, rejected);
    list(answer.quarantined, quarantined);
    count(this.refused.rejected, rejected);
    count(this.refused.quarantined, quarantined);
  }

  get seen(): number {
    const { accepted, duplicates, quarantinedTotal, rejectedTotal } = this.answer;
    return accepted + duplicates + quarantinedTotal + rejectedTotal;
  }
}

function list(into: ItemRefusal[], more: ItemRefusal[]): void {
  into.push(...more.slice(0, Math.max(0, INGEST_LIMITS.listedRefusals - into.length)));
}

function count(into: Map<string, number>, refusals: ItemRefusal[]): void {
  for (const { code } of refusals) into.set(code, (into.get(code) ?? 0) + 1);
}

function byIndex(a: ItemRefusal, b: ItemRefusal): number {
  return a.index - b.index;
}
