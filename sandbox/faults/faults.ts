import type { FaultKind, Place } from "./kinds.ts";

export interface Fault {
  id: number;
  where: Place;
  kind: FaultKind;
  /** How often it still happens; null: until it is cleared. */
  times: number | null;
  /** Of slow: how late; of timeout: for how long nothing is answered. */
  ms: number;
  /** A robot's name or a number: only there; null: everywhere in that place. */
  only: string | null;
}

/** What has been asked to go wrong, and has not yet. */
export class Faults {
  #list: Fault[] = [];
  #lastId = 0;

  add(fault: Omit<Fault, "id">): Fault {
    const added = { id: ++this.#lastId, ...fault };
    this.#list.push(added);
    return added;
  }

  list(): readonly Fault[] {
    return this.#list;
  }

  clear(id?: number): void {
    this.#list = id === undefined ? [] : this.#list.filter((fault) => fault.id !== id);
  }

  /** The oldest one that is meant, used up by one; null: nothing goes wrong here now. */
  take(where: Place, what: string): Fault | null {
    const fault = this.#list.find((f) => f.where === where && (f.only === null || f.only === what));
    if (!fault) return null;
    if (fault.times !== null && --fault.times <= 0) this.clear(fault.id);
    return fault;
  }
}
