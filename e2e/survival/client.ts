import { setTimeout as sleep } from "node:timers/promises";
import type { SentEvent, Shop } from "./shop.ts";

/** What one answer said of a batch. */
interface Answer {
  accepted: number;
  duplicates: number;
  rejectedTotal: number;
  quarantinedTotal: number;
}

const ANSWER_WITHIN_MS = 8_000;
const RETRY_MS = 150;
/** Once no more is taken, what is under way gets so long: far beyond what any start takes. */
const GIVES_UP_AFTER_MS = 60_000;

export interface TrafficOptions {
  urls: readonly string[];
  key: string;
  shop: Shop;
  /** Batches under way at a time. */
  clients: number;
  eventsPerBatch: number;
  /** Events a second, of all clients together. */
  eventsPerSecond: number;
  /** Ends by itself after so many events; without it, stop() ends it. */
  total?: number;
}

/** Sources that send again what was not answered, through whichever web process answers. */
export class Traffic {
  /** Events that an answer called accepted, or already there. */
  acknowledged = 0;
  /** Of them, those that were there already: their first answer was lost. */
  repeated = 0;
  /** Attempts without an answer of 200. */
  failures = 0;
  /** How long answered requests took, in ms. */
  readonly answerMs: number[] = [];
  #stopped = false;
  #givesUpAt = Number.POSITIVE_INFINITY;
  #taken = 0;
  readonly #from = performance.now();
  readonly #ended: Promise<void>;

  constructor(private readonly options: TrafficOptions) {
    const clients = Array.from({ length: options.clients }, (_, i) => this.#send(i));
    this.#ended = Promise.all(clients).then(() => {});
  }

  /** Resolves when all of `total` was acknowledged. */
  get done(): Promise<void> {
    return this.#ended;
  }

  /** Takes no more events; resolves when all that were taken are acknowledged. @throws when one never is */
  stop(): Promise<void> {
    this.#stopped = true;
    this.#givesUpAt = performance.now() + GIVES_UP_AFTER_MS;
    return this.#ended;
  }

  async #send(client: number): Promise<void> {
    const { shop, eventsPerBatch, total, eventsPerSecond } = this.options;
    let turn = client;
    while (!this.#stopped) {
      const count = Math.min(eventsPerBatch, (total ?? Number.POSITIVE_INFINITY) - this.#taken);
      if (count <= 0) return;
      this.#taken += count;
      const events = shop.take(count);
      const due = this.#from + (this.#taken / eventsPerSecond) * 1_000;
      await sleep(Math.max(0, due - performance.now()));
      turn = await this.#untilAcknowledged(events, turn);
    }
  }

  async #untilAcknowledged(events: SentEvent[], turn: number): Promise<number> {
    for (;;) {
      const answer = await this.#post(this.options.urls[turn % this.options.urls.length]!, events);
      turn++;
      if (answer === null) {
        this.failures++;
        if (performance.now() > this.#givesUpAt) {
          const said = [...this.refusals.values()].join("; ") || "nothing";
          throw new Error(
            `a batch was not acknowledged within ${GIVES_UP_AFTER_MS} ms; answered was ${said}`,
          );
        }
        await sleep(RETRY_MS);
        continue;
      }
      if (answer.accepted + answer.duplicates !== events.length) {
        throw new Error(`a batch of ${events.length} was answered ${JSON.stringify(answer)}`);
      }
      this.acknowledged += events.length;
      this.repeated += answer.duplicates;
      return turn;
    }
  }

  /** @returns null when the request failed or was refused for now */
  async #post(url: string, events: SentEvent[]): Promise<Answer | null> {
    const from = performance.now();
    try {
      const response = await fetch(`${url}/api/v1/events`, {
        method: "POST",
        headers: { authorization: `Bearer ${this.options.key}`, "content-type": "application/json" },
        body: JSON.stringify(events),
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      const text = await response.text();
      if (response.status !== 200) {
        this.refusals.set(response.status, `${response.status} ${text.slice(0, 300)}`);
        return null;
      }
      this.answerMs.push(performance.now() - from);
      return JSON.parse(text) as Answer;
    } catch {
      return null;
    }
  }

  /** The last text of each status that was not 200. */
  readonly refusals = new Map<number, string>();
}
