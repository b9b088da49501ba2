import { setTimeout as sleep } from "node:timers/promises";
import type { Telling } from "../shop/shop.ts";

const REQUEST_TIMEOUT_MS = 60_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;
/** What comes with these is as good tomorrow as today: the same request is sent again. */
const RETRIED = new Set([408, 425, 429, 500, 502, 503, 504]);

/** What Andon made of the events it was sent. */
export interface Receipt {
  accepted: number;
  duplicates: number;
  quarantinedTotal: number;
  rejectedTotal: number;
  rejected: { index: number; code: string; detail: string }[];
}

export interface ShopClock {
  /** Epoch ms. */
  shopNow: number;
  /** Shop ms per machine ms. */
  speed: number;
}

/** Andon refused for good: a wrong key, a wrong address. */
export class RefusedError extends Error {
  override name = "RefusedError";
}

/** Andon's public API, as any source meets it. Every call is repeated until it is answered. */
export class Andon {
  private readonly ending = new AbortController();
  private failing = false;

  constructor(
    private readonly url: string,
    private readonly apiKey: string,
    private readonly say: (line: string) => void,
  ) {}

  /** Ends all waiting; calls under way throw an AbortError. */
  end(): void {
    this.ending.abort();
  }

  /** Waits. @throws AbortError once ended */
  pause(ms: number): Promise<void> {
    return sleep(ms, undefined, { signal: this.ending.signal });
  }

  async clock(): Promise<ShopClock> {
    const { shopNow, speed } = await this.call<{ shopNow: string; speed: number }>("/api/v1/clock");
    return { shopNow: Date.parse(shopNow), speed };
  }

  /** The newest event that Andon has seen of each source (epoch ms). */
  async lastEvents(): Promise<Map<string, number>> {
    interface Board {
      watermark: { sources: Record<string, { lastEventAt: string | null }> };
    }
    const { watermark } = await this.call<Board>("/api/v1/board");
    const marks = Object.entries(watermark.sources).filter(([, { lastEventAt }]) => lastEventAt !== null);
    return new Map(marks.map(([source, { lastEventAt }]) => [source, Date.parse(lastEventAt!)]));
  }

  /** Sends what just happened: a JSON array. */
  sendBatch(tellings: readonly Telling[]): Promise<Receipt> {
    return this.send("application/json", JSON.stringify(tellings.map(({ event }) => event)));
  }

  /** Sends history: NDJSON. */
  sendLines(tellings: readonly Telling[]): Promise<Receipt> {
    const lines = tellings.map(({ event }) => JSON.stringify(event)).join("\n");
    return this.send("application/x-ndjson", lines);
  }

  private send(contentType: string, body: string): Promise<Receipt> {
    return this.call<Receipt>("/api/v1/events", {
      method: "POST",
      headers: { "content-type": contentType },
      body,
    });
  }

  /** One call, repeated with a growing pause while Andon is away or busy: events are idempotent. */
  private async call<T>(path: string, request: RequestInit = {}): Promise<T> {
    let pauseMs = FIRST_PAUSE_MS;
    for (;;) {
      const answer = await this.attempt(path, request);
      if ("body" in answer) {
        if (this.failing) this.say("Andon answers again.");
        this.failing = false;
        return answer.body as T;
      }
      if (!this.failing) this.say(`${answer.problem}; trying again until it answers.`);
      this.failing = true;
      await this.pause(Math.max(pauseMs, answer.afterMs));
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }

  private async attempt(
    path: string,
    request: RequestInit,
  ): Promise<{ body: unknown } | { problem: string; afterMs: number }> {
    const { signal } = this.ending;
    signal.throwIfAborted();
    try {
      const response = await fetch(this.url + path, {
        ...request,
        headers: { ...request.headers, authorization: `Bearer ${this.apiKey}` },
        signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
      });
      const text = await response.text();
      if (response.ok) return { body: JSON.parse(text) };
      const problem = `${path} was answered with ${response.status} (${detailOf(text)})`;
      if (!RETRIED.has(response.status)) throw new RefusedError(problem);
      return { problem, afterMs: Number(response.headers.get("retry-after") ?? 0) * 1_000 || 0 };
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof RefusedError) throw error;
      return { problem: `Andon cannot be reached at ${this.url} (${reasonOf(error)})`, afterMs: 0 };
    }
  }
}

function detailOf(text: string): string {
  try {
    const { detail, title } = JSON.parse(text) as { detail?: string; title?: string };
    return detail ?? title ?? "no reason given";
  } catch {
    return "no reason given";
  }
}

function reasonOf(error: unknown): string {
  const { cause, name, message } = error as Error & { cause?: { code?: string } };
  return cause?.code ?? (name === "TimeoutError" ? "no answer in time" : message);
}
