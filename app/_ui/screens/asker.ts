/** How often a screen asks anew, and how soon after a question that failed, in ms. */
const ASK_EVERY_MS = 30_000;
const ASK_AGAIN_MS = 5_000;
/** A question that takes longer is given up. */
const TIMEOUT_MS = 20_000;

/** Fetches a path of the API and parses its answer. */
export type Get = (path: string) => Promise<unknown>;

/** Asks one thing again and again, one question at a time. */
export interface Asker {
  /** Asks at once. While a question runs it is let finish, however often this is called, and asked once more then. */
  ask(): void;
  /** Gives up what runs; nothing is told any more. */
  end(): void;
}

/**
 * @param question throws when there is no answer, or none of the shape that this version knows
 * @param tell hears each answer; null: there was none
 */
export function createAsker<T>(question: (get: Get) => Promise<T>, tell: (answer: T | null) => void): Asker {
  const ended = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  let again = false;

  async function run(): Promise<void> {
    clearTimeout(timer);
    running = true;
    again = false;
    // Browsers of older televisions know no AbortSignal.any.
    const asked = new AbortController();
    ended.signal.addEventListener("abort", () => asked.abort(), { signal: asked.signal });
    const late = setTimeout(() => asked.abort(), TIMEOUT_MS);
    const answer = await question((path) => read(path, asked.signal)).catch(() => null);
    clearTimeout(late);
    // Takes its listener away, too.
    asked.abort();
    if (ended.signal.aborted) return;
    running = false;
    tell(answer);
    if (again) void run();
    else timer = setTimeout(run, answer === null ? ASK_AGAIN_MS : ASK_EVERY_MS);
  }

  return {
    ask() {
      if (running) again = true;
      else void run();
    },
    end() {
      ended.abort();
      clearTimeout(timer);
    },
  };
}

async function read(path: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(path, { signal });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}
