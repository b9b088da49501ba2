/** Knows when the browser last painted: a page that runs and does not paint is no picture. */
export interface PaintWatch {
  /** Asks the browser to tell of its next painting; any number of questions wait for one answer. */
  ask(): void;
  agoMs(): number;
  stop(): void;
}

/** @param now a stopwatch in ms */
export function watchPaint(now: () => number): PaintWatch {
  let paintedAt = now();
  let asked: number | null = null;
  return {
    ask() {
      asked ??= requestAnimationFrame(() => {
        asked = null;
        paintedAt = now();
      });
    },
    agoMs: () => Math.max(0, Math.round(now() - paintedAt)),
    stop() {
      if (asked !== null) cancelAnimationFrame(asked);
      asked = null;
    },
  };
}
