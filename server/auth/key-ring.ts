import { type ApiKey, readApiKeys } from "../../db/stores/api-keys.ts";
import type { Context } from "../platform/context.ts";
import { within } from "../platform/within.ts";
import { FRESH_MS, STALE_MS } from "./fresh-cache.ts";
import { hashToken } from "./hash-token.ts";

/** An unknown key makes the ring read again, but not more often than this. */
const REREAD_MS = 500;

/** How long a caller waits for Postgres, and how old what is known may be when it does not answer. */
export interface Patience {
  waitMs?: number;
  staleMs?: number;
}

/** The API keys of this shop, held in memory by their hash: a wrong key costs no query of its own. */
export class KeyRing {
  #keys = new Map<string, ApiKey>();
  #readAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | null = null;

  constructor(
    private readonly context: Pick<Context, "sql" | "clock">,
    private readonly run: <T>(work: () => Promise<T>) => Promise<T>,
  ) {}

  /** The key that this header text (Latin-1, as Node reads headers) is, or null; expired and revoked ones are none. */
  async find(header: string, patience: Patience = {}): Promise<ApiKey | null> {
    const plain = Buffer.from(header, "latin1").toString("utf8");
    const hash = hashToken(plain).toString("hex");
    const now = this.context.clock.machineNow();
    const age = now - this.#readAt;
    if (age > FRESH_MS || (age > REREAD_MS && !this.#keys.has(hash))) await this.#read(age, patience);
    const key = this.#keys.get(hash);
    return key && (key.expiresAt === null || key.expiresAt > now) ? key : null;
  }

  async #read(age: number, { waitMs, staleMs = STALE_MS }: Patience): Promise<void> {
    this.#reading ??= this.#load().finally(() => {
      this.#reading = null;
    });
    try {
      await (waitMs === undefined ? this.#reading : within(this.#reading, waitMs));
    } catch (error) {
      if (age > staleMs) throw error;
    }
  }

  async #load(): Promise<void> {
    const startedAt = this.context.clock.machineNow();
    const keys = await this.run(() => readApiKeys(this.context.sql));
    this.#keys = new Map(keys.map((key) => [Buffer.from(key.hash).toString("hex"), key]));
    this.#readAt = startedAt;
  }
}
