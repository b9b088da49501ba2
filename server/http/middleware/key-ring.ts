import { type ApiKey, readApiKeys } from "../../../db/stores/api-keys.ts";
import { hashApiKey } from "../../commands/ensure-api-key.ts";
import type { Context } from "../../platform/context.ts";
import type { StorageWatch } from "../../platform/storage-watch.ts";

/** A key taken away stops working after so long, in every process. */
const FRESH_MS = 5_000;
/** An unknown key makes the ring read again, but not more often than this. */
const REREAD_MS = 500;
/** So long the ring vouches for its keys while Postgres is away, so that the board in Redis stays readable. */
const STALE_MS = 60_000;

/** The API keys of this shop, held in memory by their hash: a wrong key costs no query of its own. */
export class KeyRing {
  #keys = new Map<string, ApiKey>();
  #readAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | null = null;

  constructor(
    private readonly context: Pick<Context, "sql" | "clock">,
    private readonly storage: StorageWatch,
  ) {}

  /** The key that this header text (Latin-1, as Node reads headers) is, or null. */
  async find(header: string): Promise<ApiKey | null> {
    const plain = Buffer.from(header, "latin1").toString("utf8");
    const hash = hashApiKey(plain).toString("hex");
    const age = this.context.clock.machineNow() - this.#readAt;
    if (age > FRESH_MS || (age > REREAD_MS && !this.#keys.has(hash))) await this.#read(age);
    return this.#keys.get(hash) ?? null;
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
    const keys = await this.storage.run(() => readApiKeys(this.context.sql));
    this.#keys = new Map(keys.map((key) => [Buffer.from(key.hash).toString("hex"), key]));
    this.#readAt = startedAt;
  }
}
