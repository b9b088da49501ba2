import { connect, type Sql } from "../../db/sql.ts";
import { TimeoutError, within } from "./within.ts";

/** Postgres that does not answer `select 1` within this is away. */
const PROBE_TIMEOUT_MS = 1_500;
/** Work that takes longer makes us ask whether Postgres is still there. */
const SUSPECT_AFTER_MS = 2_000;
const PROBE_INTERVAL_MS = 500;
/** Beyond this nobody waits for an answer, even from a Postgres that is there. */
const WORK_TIMEOUT_MS = 60_000;

/** Postgres does not answer; what was asked of it may or may not have happened. */
export class StorageAwayError extends Error {
  override name = "StorageAwayError";
}

/**
 * Knows whether Postgres is there. The client library waits without end for a connection that is gone, so each
 * request would hang and the next pile up behind it; asked through here they fail at once instead.
 */
export class StorageWatch {
  #sql: Sql | null = null;
  #probe: Promise<boolean> | null = null;
  #away = false;
  #closed = false;
  readonly #waiting = new Set<(error: StorageAwayError) => void>();

  /** A connection of its own: a busy pool must not look like an absent database. */
  constructor(private readonly url: string) {}

  /** Asks Postgres now; answers within PROBE_TIMEOUT_MS. */
  alive(): Promise<boolean> {
    this.#probe ??= this.#ask().finally(() => {
      this.#probe = null;
    });
    return this.#probe;
  }

  /** Does the work, unless Postgres is away or goes away meanwhile. @throws StorageAwayError */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#away) throw new StorageAwayError("Postgres is away");
    let fail: (error: StorageAwayError) => void = () => {};
    const lost = new Promise<never>((_, reject) => {
      fail = reject;
    });
    this.#waiting.add(fail);
    const suspicion = setInterval(() => void this.#suspect(), SUSPECT_AFTER_MS);
    try {
      return await within(Promise.race([work(), lost]), WORK_TIMEOUT_MS);
    } catch (error) {
      if (error instanceof TimeoutError) throw new StorageAwayError(error.message);
      throw error;
    } finally {
      clearInterval(suspicion);
      this.#waiting.delete(fail);
      lost.catch(() => {});
    }
  }

  /** Told of an error that looks like a lost connection, so that the next caller need not find out by waiting. */
  suspect(): void {
    void this.#suspect();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#sql?.end({ timeout: 0 });
  }

  async #suspect(): Promise<void> {
    if (this.#away || this.#closed || (await this.alive()) || this.#away) return;
    this.#away = true;
    for (const fail of this.#waiting) fail(new StorageAwayError("Postgres went away"));
    while (!this.#closed && !(await this.alive())) await pause();
    this.#away = false;
  }

  async #ask(): Promise<boolean> {
    this.#sql ??= connect(this.url, { max: 1, name: "andon watch" });
    try {
      await within(Promise.resolve(this.#sql`select 1`), PROBE_TIMEOUT_MS);
      return true;
    } catch {
      // Its connection may hang for ever: the next question gets a new one.
      void this.#sql.end({ timeout: 0 });
      this.#sql = null;
      return false;
    }
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, PROBE_INTERVAL_MS).unref());
}
