/** Whoever was taken away stops being let in after so long, in every process. */
export const FRESH_MS = 2_000;
/** So long what was read is believed while Postgres is away, so that the board in Redis stays readable. */
export const STALE_MS = 60_000;
/** More than any shop has; the oldest go first. */
const MOST_ENTRIES = 5_000;

/** What Postgres says of a token, held in memory for a moment, and for longer while Postgres is away. */
export class FreshCache<T> {
  readonly #known = new Map<string, { value: T; readAt: number }>();
  readonly #reading = new Map<string, Promise<T>>();

  constructor(
    private readonly machineNow: () => number,
    private readonly read: (token: string) => Promise<T>,
  ) {}

  /** @throws whatever reading throws, once what was known is too old */
  async get(token: string): Promise<T> {
    const now = this.machineNow();
    const known = this.#known.get(token);
    if (known && Math.abs(now - known.readAt) <= FRESH_MS) return known.value;
    try {
      return await this.#readOnce(token, now);
    } catch (error) {
      if (known && now - known.readAt <= STALE_MS) return known.value;
      throw error;
    }
  }

  #readOnce(token: string, now: number): Promise<T> {
    const under = this.#reading.get(token);
    if (under) return under;
    const reading = this.read(token)
      .then((value) => {
        this.#known.delete(token);
        this.#known.set(token, { value, readAt: now });
        if (this.#known.size > MOST_ENTRIES) this.#known.delete(this.#known.keys().next().value!);
        return value;
      })
      .finally(() => this.#reading.delete(token));
    this.#reading.set(token, reading);
    return reading;
  }
}
