import { type ApiKey, readApiKeys } from "../../db/stores/api-keys.ts";
import type { Context } from "../platform/context.ts";
import { STALE_MS } from "./fresh-cache.ts";
import { hashToken } from "./hash-token.ts";

/** A key taken away stops working after so long, in every process. */
const FRESH_MS = 5_000;
/** An unknown key makes the ring read again, but not more often than this. */
const REREAD_MS = 500;

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
  async find(header: string): Promise<ApiKey | null> {
    const plain = Buffer.from(header, "latin1").toString("utf8");
    const hash = hashToken(plain).toString("hex");
    const now = this.context.clock.machineNow();
    const age = now - this.#readAt;
    if (age > FRESH_MS || (age > REREAD_MS && !this.#keys.has(hash))) await this.#read(age);
    const key = this.#keys.get(hash);
    return key && (key.expiresAt === null || key.expiresAt > now) ? key : null;
  }

  async #read(age: number): Promise<void> {
    this.#reading ??= this.#load().finally(() => {
      this.#reading = null;
    });
    try {
      await this.#reading;
    } catch (error) {
      if (age > STALE_MS) throw error;
    }
  }

  async #load(): Promise<void> {
    const startedAt = this.context.clock.machineNow();
    const keys = await this.run(() => readApiKeys(this.context.sql));
    this.#keys = new Map(keys.map((key) => [Buffer.from(key.hash).toString("hex"), key]));
    this.#readAt = startedAt;
  }
}
