/** What was just committed: feeds the sources' watermarks and the rate. Never blocks and never throws. */
export interface IngestMeter {
  /** Called after commit. */
  committed(batch: { source: string; lastEventAt: number; events: number }[]): void;
  /** Writes what is pending to Postgres and Redis; called at shutdown too. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}
