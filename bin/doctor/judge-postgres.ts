import { CLOCK_SKEW_MS } from "../../server/live/limits.ts";
import type { Finding } from "./finding.ts";

/** What a PostgreSQL that answers told of itself. */
export interface PostgresFacts {
  kind: "DATABASE_URL" | "embedded";
  version: string;
  size: string;
  /** Migrations that the database has; null: it has never been migrated. */
  migrations: number | null;
  /** Migrations that this version of Andon brings. */
  known: number;
  /** Its clock minus this machine's. */
  skewMs: number;
  maxConnections: number;
}

/** Tried with this one and newer. */
const OLDEST_MAJOR = 15;
/** A web process and a worker with their pools, and somebody who looks after it. */
const LEAST_CONNECTIONS = 40;
const MS_PER_S = 1_000;

/** Whether Andon can stand on this PostgreSQL. */
export function judgePostgres(facts: PostgresFacts): Finding {
  const { kind, version, size, migrations, known, skewMs, maxConnections } = facts;
  const finding = (state: Finding["state"], schema: string, advice = ""): Finding => ({
    name: "PostgreSQL",
    state,
    found: `${kind}, ${version}, reachable, ${schema}`,
    advice,
  });
  const schema =
    migrations === null ? "without our schema yet" : `${size}, ${migrations} of ${known} migrations`;
  if (Number.parseInt(version, 10) < OLDEST_MAJOR)
    return finding("no", schema, `Andon needs PostgreSQL ${OLDEST_MAJOR} or newer.`);
  if (migrations !== null && migrations > known)
    return finding("no", schema, "The database is of a newer Andon. Install that version here too.");
  if (Math.abs(skewMs) > CLOCK_SKEW_MS) {
    const seconds = Math.round(skewMs / MS_PER_S);
    const ahead = seconds > 0 ? `${seconds} s ahead of` : `${-seconds} s behind`;
    return finding("so-so", `${schema}, its clock ${ahead} ours`, "Let NTP set the clocks of both machines.");
  }
  if (migrations === null || migrations < known)
    return finding("yes", schema, "The next start brings it up to date.");
  if (maxConnections < LEAST_CONNECTIONS) {
    const advice = `max_connections is ${maxConnections}: give it ${LEAST_CONNECTIONS}, and 11 more a process.`;
    return finding("so-so", schema, advice);
  }
  return finding("yes", schema);
}
