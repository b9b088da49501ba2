import { readSourceHours, readTakingSince, type SourceHeard } from "../../db/stores/sources.ts";
import { type JudgedSilence, judgeSilence, TOLD_AT_MOST_MS } from "../../domain/health/silence.ts";
import { Usual } from "../../domain/health/usual.ts";
import type { Context } from "../platform/context.ts";
import type { Logger } from "../platform/logger.ts";

/** How often the sources are judged: walls must say within seconds that one fell silent. */
const JUDGE_INTERVAL_MS = 2_000;
/** How often the past of those that are quiet is read again: it hardly changes while they are. */
const USUAL_KEPT_MS = 60_000;

interface KnownUsual {
  usual: Usual;
  /** Of the source when its past was read: more may have come since. */
  lastReceivedAt: number;
  /** Machine time. */
  readAt: number;
}

/** Judges which sources are silent; asks Postgres only about those that are quiet for long. */
export class SilenceReader {
  #silent: ReadonlyMap<string, JudgedSilence> = new Map();
  #judgedAt = Number.NEGATIVE_INFINITY;
  #known = new Map<string, KnownUsual>();

  /** @param log is told when a source falls silent or is heard again */
  constructor(
    private readonly context: Pick<Context, "sql" | "clock" | "env">,
    private readonly log?: Logger,
  ) {}

  /** The silent ones among the sources, as they were judged within the last JUDGE_INTERVAL_MS. */
  async read(heard: readonly SourceHeard[]): Promise<ReadonlyMap<string, JudgedSilence>> {
    const now = this.context.clock.machineNow();
    if (now - this.#judgedAt < JUDGE_INTERVAL_MS) return this.#silent;
    const judged = await this.#judge(heard, now);
    for (const [source, silence] of judged) {
      if (!this.#silent.has(source)) this.log?.warn({ source, ...silence }, "a source fell silent");
    }
    for (const source of this.#silent.keys()) {
      if (!judged.has(source)) this.log?.info({ source }, "a source is silent no more");
    }
    this.#judgedAt = now;
    this.#silent = judged;
    return judged;
  }

  async #judge(heard: readonly SourceHeard[], now: number): Promise<Map<string, JudgedSilence>> {
    const { sql, clock, env } = this.context;
    const judged = new Map<string, JudgedSilence>();
    const quiet = heard.filter(({ lastReceivedAt }) => {
      const forMs = now - lastReceivedAt;
      return forMs >= env.silentAfterMs && forMs <= TOLD_AT_MOST_MS;
    });
    if (quiet.length === 0) return judged;
    const [takingSince, known] = await Promise.all([readTakingSince(sql), this.#usualOf(quiet, now)]);
    const to = clock.shopNow();
    const toShop = (machineMs: number) => to - (now - machineMs) * clock.speed;
    for (const { key, lastReceivedAt } of quiet) {
      // What could not be taken is not missing: a source that was turned away gets its time to come again.
      const since = Math.max(lastReceivedAt, takingSince ?? lastReceivedAt);
      const { usual } = known.get(key)!;
      const from = toShop(since);
      // Shop time that runs faster stood still while nothing ran: machine time alone would go back too far.
      const lastAt = Math.min(from, Math.max(toShop(lastReceivedAt), usual.busyUntil ?? 0));
      const silence = judgeSilence(usual, { lastAt, from, to, forMs: now - since }, env.silentAfterMs);
      if (silence !== null) judged.set(key, silence);
    }
    return judged;
  }

  async #usualOf(quiet: readonly SourceHeard[], now: number): Promise<ReadonlyMap<string, KnownUsual>> {
    const isKnown = ({ key, lastReceivedAt }: SourceHeard) => {
      const known = this.#known.get(key);
      return known?.lastReceivedAt === lastReceivedAt && now - known.readAt < USUAL_KEPT_MS;
    };
    const unknown = quiet.filter((source) => !isKnown(source));
    const next = new Map(quiet.filter(isKnown).map(({ key }) => [key, this.#known.get(key)!]));
    if (unknown.length > 0) {
      const hours = await readSourceHours(
        this.context.sql,
        unknown.map(({ key }) => key),
      );
      for (const { key, lastReceivedAt } of unknown) {
        next.set(key, { usual: new Usual(hours.get(key)!), lastReceivedAt, readAt: now });
      }
    }
    this.#known = next;
    return next;
  }
}
