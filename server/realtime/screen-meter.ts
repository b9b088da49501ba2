/** What the gateway tells of itself, for whoever measures. */
export interface ScreenMeter {
  /** A frame went out to the screens, so long after it was made. */
  frame(lagSeconds: number): void;
  /** A screen asked for the whole board again. */
  resync(): void;
  /** A screen was turned away, or cut off for sending too much. */
  refused(reason: "full" | "nameless_full" | "foreign_page" | "nobody" | "too_many_messages"): void;
  /** Tells how many screens follow; asked whenever somebody measures. */
  watch(sockets: () => number): void;
}

/** Nobody measures. */
export const NO_METER: ScreenMeter = {
  frame: () => {},
  resync: () => {},
  refused: () => {},
  watch: () => {},
};
