import postgres from "postgres";

/** What is wrong with a database of the caller's, in one line without its password. */
export class DatabaseError extends Error {
  override name = "DatabaseError";
}

const NETWORK = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "CONNECT_TIMEOUT",
  "EHOSTUNREACH",
]);

/** Makes the database if it is missing. @returns its URL */
export async function ensureDatabase(serverUrl: string, name: string): Promise<string> {
  const sql = postgres(serverUrl, { max: 1, onnotice: () => {} });
  try {
    const [found] = await sql`select 1 from pg_database where datname = ${name}`;
    if (!found) await sql`create database ${sql(name)}`;
  } finally {
    await sql.end();
  }
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** An error of the database that DATABASE_URL names, or of bringing its schema up to date, as one line. */
export function explainPostgres(error: unknown, databaseUrl: string): DatabaseError {
  const { code, message } = causeOf(error);
  const { hostname, port, pathname, username } = new URL(databaseUrl);
  const server = `${hostname}:${port || 5432}`;
  const name = pathname.slice(1);
  if (code && NETWORK.has(code)) {
    return new DatabaseError(
      `DATABASE_URL: no PostgreSQL answers at ${server} (${code}). Start it, or leave DATABASE_URL unset to use the embedded one.`,
    );
  }
  if (code === "28P01" || code === "28000") {
    return new DatabaseError(
      `DATABASE_URL: PostgreSQL at ${server} refuses the user ${username}: ${message}.`,
    );
  }
  if (code === "3D000") {
    return new DatabaseError(
      `DATABASE_URL: there is no database ${name} at ${server}. Make it with: createdb ${name}.`,
    );
  }
  return new DatabaseError(
    `The database ${name} at ${server} could not be brought to the newest schema: ${message}${code ? ` (${code})` : ""}.`,
  );
}

/** drizzle wraps what PostgreSQL said in the text of the query. */
function causeOf(error: unknown): { code?: string; message: string } {
  const { cause } = error as { cause?: unknown };
  return cause instanceof Error ? causeOf(cause) : (error as { code?: string; message: string });
}
