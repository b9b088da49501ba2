import type { IncomingMessage } from "node:http";

/** Sockets per web process: a wall needs one, and each frame is written once per socket. */
export const SOCKETS_PER_PROCESS = 2_000;

/**
 * Whether a browser's page may open a socket here: only our own pages. Programs send no Origin; a page of another site
 * does, and must not read the shop's numbers through a visitor's browser.
 */
export function isOwnPage(request: Pick<IncomingMessage, "headers">, publicUrl: string): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const from = new URL(origin).host;
  return from === host || from === new URL(publicUrl).host;
}

/** Lets something happen at once, then at most once in each interval; what comes too soon happens at its end. */
export class Throttle {
  #lastAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly intervalMs: number,
    private readonly act: () => void,
  ) {}

  ask(): void {
    if (this.#timer !== null) return;
    const inMs = this.#lastAt + this.intervalMs - performance.now();
    if (inMs <= 0) this.#run();
    else this.#timer = setTimeout(() => this.#run(), inMs);
  }

  cancel(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #run(): void {
    this.#timer = null;
    this.#lastAt = performance.now();
    this.act();
  }
}
