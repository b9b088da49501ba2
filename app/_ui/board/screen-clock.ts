/** So many of the last messages are compared: the one that was quickest on its way tells the server's clock best. */
const MESSAGES_KEPT = 4;

/** How a screen's own clock stands to the server's. All in ms; machine time. */
export interface ScreenClock {
  /**
   * Takes in when a message was made.
   * @returns how much later it came than the quickest of those before it: it lay somewhere, so what it says is old
   */
  heard(sentAt: number, now: number): number;
  /** How far the wall clock has run ahead of the stopwatch since the last look: the machine slept, or was set. */
  look(now: number, wall: number): number;
  /** The screen's clock less the server's; null: not known. */
  skewMs(now: number, wall: number): number | null;
  /** What was heard before says nothing any more: another server, or a sleep. */
  forget(): void;
}

/** @param now a stopwatch (performance.now) @param wall the screen's own clock (Date.now) */
export function createScreenClock(now: number, wall: number): ScreenClock {
  // Server time less the stopwatch, as each message told it.
  let offsets: number[] = [];
  let ahead = wall - now;
  return {
    heard(sentAt, at) {
      const offset = sentAt - at;
      const quickest = Math.max(offset, ...offsets);
      offsets = [...offsets, offset].slice(-MESSAGES_KEPT);
      return quickest - offset;
    },
    look(at, wallNow) {
      const jumped = wallNow - at - ahead;
      ahead = wallNow - at;
      return jumped;
    },
    skewMs: (at, wallNow) => (offsets.length === 0 ? null : Math.round(wallNow - at - Math.max(...offsets))),
    forget() {
      offsets = [];
    },
  };
}
