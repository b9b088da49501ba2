import postgres from "postgres";

/**
 * A postgres.js client whose instants are epoch ms (numbers) and whose int8 are numbers:
 * every id and count here stays below 2^53.
 */
export type Sql = postgres.Sql<{ instant: number; bigint: number }>;
/** The same inside a transaction. */
export type Tx = postgres.TransactionSql<{ instant: number; bigint: number }>;

const TIMESTAMPTZ = 1184;
const INT8 = 20;
const CONNECT_TIMEOUT_S = 5;
const LONGEST_PAUSE_S = 1;

interface ConnectOptions {
  /** Connections at most. */
  max?: number;
  /** As pg_stat_activity shows it. */
  name?: string;
  /** A statement that takes longer is stopped; absent: none is. */
  statementTimeoutMs?: number;
  /** A transaction that nobody goes on with for so long is rolled back, with its locks; absent: none is. */
  idleInTransactionMs?: number;
}

/** Opens a pool. Nothing connects before the first query. */
export function connect(url: string, options: ConnectOptions = {}): Sql {
  return postgres(url, {
    max: options.max ?? 10,
    connect_timeout: CONNECT_TIMEOUT_S,
    // The library's own pauses grow to 20 s: too long to stand still once Postgres is back.
    backoff: (attempt: number) => Math.min(0.1 * 2 ** attempt, LONGEST_PAUSE_S),
    onnotice: () => {},
    connection: {
      application_name: options.name ?? "andon",
      TimeZone: "UTC",
      ...(options.statementTimeoutMs ? { statement_timeout: options.statementTimeoutMs } : {}),
      ...(options.idleInTransactionMs
        ? { idle_in_transaction_session_timeout: options.idleInTransactionMs }
        : {}),
    },
    types: {
      instant: {
        to: TIMESTAMPTZ,
        from: [TIMESTAMPTZ],
        serialize: (ms: number) => new Date(ms).toISOString(),
        parse: parseInstant,
      },
      bigint: { to: INT8, from: [INT8], serialize: String, parse: Number },
    },
  }) as unknown as Sql;
}

/** "2026-11-22 16:00:00.123+00" as Postgres prints it in UTC → epoch ms. */
function parseInstant(text: string): number {
  return Date.parse(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`);
}
