import type { PhoneCall } from "./phone-call.ts";

/** Calls kept; a demo may run for weeks. */
const KEPT = 500;

/** All calls, newest last. */
export class Phones {
  #calls: PhoneCall[] = [];
  #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  add(call: PhoneCall): void {
    this.#calls.push(call);
    call.onChange(this.#changed);
    if (this.#calls.length > KEPT) this.#calls.splice(0, this.#calls.length - KEPT);
    this.#changed();
  }

  list(): readonly PhoneCall[] {
    return this.#calls;
  }

  find(sid: string): PhoneCall | null {
    return this.#calls.find((call) => call.view.sid === sid) ?? null;
  }

  reset(): void {
    for (const call of this.#calls) call.abandon();
    this.#calls = [];
  }
}
