import { performance } from "node:perf_hooks";

const TICK_MS = 200;

// Whoever read our lines may be gone before we are: that must not end the shutdown half-way.
process.stdout.on("error", () => {});
process.stderr.on("error", () => {});

/** One line for people, on stdout. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/**
 * Runs one step and prints one line with its time; on a terminal the time runs while it does.
 * @param tell what to print beside the name
 * @param well whether the step went well, for work that tells its failure instead of throwing it
 */
export async function step<T>(
  name: string,
  work: () => Promise<T>,
  tell: (result: T) => string = () => "",
  well: (result: T) => boolean = () => true,
): Promise<T> {
  const from = performance.now();
  const seconds = () => `${((performance.now() - from) / 1_000).toFixed(1)} s`;
  const live = process.stdout.isTTY;
  const timer = live
    ? setInterval(() => process.stdout.write(`\r\x1b[K… ${name} ${seconds()}`), TICK_MS)
    : undefined;
  const clear = () => {
    clearInterval(timer);
    if (live) process.stdout.write("\r\x1b[K");
  };
  try {
    const result = await work();
    clear();
    const more = tell(result);
    say(`${well(result) ? "✓" : "✗"} ${name}${more ? `: ${more}` : ""} · ${seconds()}`);
    return result;
  } catch (error) {
    clear();
    throw error;
  }
}
