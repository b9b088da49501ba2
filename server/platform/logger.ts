import pino from "pino";
import { currentRequest } from "./request-scope.ts";

export type Logger = pino.Logger;

/** How many causes of an error are told. */
const CAUSES = 5;
/** Where drizzle begins to list the values of a statement: names, phones, addresses among them. */
const VALUES = /\n?params: [\s\S]*$/;
/** Belt and braces: nobody logs headers, and whoever begins to must not log keys. */
const SECRETS = ["authorization", "cookie", "password", "apiKey"].flatMap((name) => [
  name,
  `*.${name}`,
  `*.*.${name}`,
]);

/**
 * JSON lines on stderr; stdout belongs to what a command prints for people. A line written while a request is worked
 * for carries its id.
 * @param destination somewhere else than stderr, for tests
 */
export function createLogger(level: string, role: string, destination?: pino.DestinationStream): Logger {
  return pino(
    {
      level,
      base: { role },
      timestamp: pino.stdTimeFunctions.isoTime,
      mixin: () => {
        const requestId = currentRequest();
        return requestId === undefined ? {} : { requestId };
      },
      serializers: { err: describeError },
      redact: { paths: SECRETS, censor: "[removed]" },
    },
    destination ?? pino.destination(2),
  );
}

interface DescribedError {
  type: string;
  message: string;
  code?: string;
  stack?: string;
  cause?: DescribedError | string;
}

/** What an error says of itself, without the values of a statement that PostgreSQL or drizzle attach to it. */
function describeError(error: unknown, depth = 0): DescribedError | string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: error.message.replace(VALUES, ""),
    ...(typeof code === "string" ? { code } : {}),
    stack: error.stack?.replace(VALUES, ""),
    ...(error.cause === undefined || depth >= CAUSES ? {} : { cause: describeError(error.cause, depth + 1) }),
  };
}
