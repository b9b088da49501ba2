type End = () => Promise<void> | void;

const ends: End[] = [];
let ending: Promise<void> | null = null;

/** Registers what must not outlive this process: others it started, folders it made. Last in, first ended. */
export function atEnd(end: End): void {
  ends.push(end);
}

/** Ends everything once; further calls wait for the same end. What fails does not keep the rest. */
export function endAll(): Promise<void> {
  ending ??= (async () => {
    for (let end = ends.pop(); end; end = ends.pop()) {
      try {
        await end();
      } catch (error) {
        process.stderr.write(`While ending: ${String(error)}\n`);
      }
    }
  })();
  return ending;
}

/** As shells count it: 128 and the number of SIGINT. */
export const INTERRUPTED = 130;

/** Calls `end` once for whatever asks this process to go: Ctrl-C, a signal, the death of whoever started it. */
export function onInterrupt(end: () => Promise<unknown>): void {
  let asked = false;
  const stop = () => {
    if (asked) return;
    asked = true;
    void end().finally(() => process.exit(INTERRUPTED));
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  if (process.connected) process.on("disconnect", stop);
}
