import { StorageAwayError } from "../platform/storage-watch.ts";
import { Problem } from "./problem.ts";

const RETRY_AFTER_S = 2;

/** Error codes of Node and postgres.js that mean: no connection now. */
const AWAY = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENOENT",
  "CONNECT_TIMEOUT",
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
]);

/** SQLSTATEs that pass by themselves: shutting down, starting, too many clients, deadlock, serialization, we hung. */
const PASSING = new Set(["57P01", "57P02", "57P03", "53300", "40P01", "40001", "55P03", "25P03"]);
const QUERY_CANCELED = "57014";

/** The 503 for a storage error that a caller should simply retry; null for any other error. */
export function storageProblem(error: unknown): Problem | null {
  const code = (error as { code?: unknown } | null)?.code;
  const headers = { "retry-after": String(RETRY_AFTER_S) };
  if (isAway(error) || (typeof code === "string" && PASSING.has(code))) {
    return new Problem(
      503,
      "storage-away",
      "The database does not answer. Send the same again in a moment: what was stored counts as a duplicate.",
      {
        headers,
        cause: error,
      },
    );
  }
  if (code === QUERY_CANCELED) {
    return new Problem(
      503,
      "query-too-slow",
      "The question took too long and was stopped. Narrow it, or retry later.",
      {
        headers,
        cause: error,
      },
    );
  }
  return null;
}

/** Whether the error means that the connection to Postgres is gone. */
export function isAway(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return (
    error instanceof StorageAwayError ||
    (typeof code === "string" && (AWAY.has(code) || code.startsWith("08")))
  );
}
