/** What a phone does by itself when it rings. wait: nothing, somebody has to. */
export const HABITS = ["wait", "answer", "busy", "no_answer", "voicemail", "failed", "hang_up"] as const;

export interface Habit {
  do: (typeof HABITS)[number];
  /** Of answer: keys to press, one at each menu, in turn; nothing is said to a menu beyond them. */
  digits: string;
  /** How long it rings before that, and each menu runs before a key, ms. */
  afterMs: number;
}

const WAITS: Habit = { do: "wait", digits: "", afterMs: 0 };

/** How each number behaves, and all the others. */
export class Habits {
  #all = WAITS;
  #of = new Map<string, Habit>();

  /** @param to a number in E.164; null: every number without a habit of its own */
  set(to: string | null, habit: Habit): void {
    if (to === null) this.#all = habit;
    else this.#of.set(to, habit);
  }

  of(to: string): Habit {
    return this.#of.get(to) ?? this.#all;
  }

  list(): { to: string | null; habit: Habit }[] {
    const own = [...this.#of].map(([to, habit]) => ({ to, habit }));
    return [{ to: null, habit: this.#all }, ...own];
  }

  reset(): void {
    this.#all = WAITS;
    this.#of.clear();
  }
}
