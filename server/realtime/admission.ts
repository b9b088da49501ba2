import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

/** Sockets per web process: a wall needs one, and each frame is written once per socket. */
export const SOCKETS_PER_PROCESS = 2_000;
/**
 * Beside them, connections that have yet to say who they are: programs that send their key in `auth` do so at once, and
 * some hundred of them may come back together after a restart.
 */
export const NAMELESS_PER_PROCESS = 600;

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

/**
 * The room of one web process for connections. Whoever has not said who they are yet is counted apart, so that they never
 * take the place of a screen. A connection counts until it is gone, and not only until it was told to go.
 */
export class Room {
  readonly #known = new Set<Duplex>();
  readonly #nameless = new Set<Duplex>();

  constructor(
    private readonly most: number = SOCKETS_PER_PROCESS,
    private readonly mostNameless: number = NAMELESS_PER_PROCESS,
  ) {}

  /** Takes in whoever has said nothing yet. @returns false: there is no room */
  takeNameless(connection: Duplex): boolean {
    return take(this.#nameless, this.mostNameless, connection);
  }

  /** Takes in somebody who may be here, also one who was nameless until now. @returns false: there is no room */
  take(connection: Duplex): boolean {
    if (!take(this.#known, this.most, connection)) return false;
    this.#nameless.delete(connection);
    return true;
  }
}

function take(taken: Set<Duplex>, most: number, connection: Duplex): boolean {
  if (taken.has(connection)) return true;
  // It may have gone while somebody looked up who it is, and would then never give its place back.
  if (connection.destroyed || taken.size >= most) return false;
  taken.add(connection);
  connection.once("close", () => taken.delete(connection));
  return true;
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
