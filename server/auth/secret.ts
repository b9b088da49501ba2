import { randomBytes } from "node:crypto";
import type { Sql } from "../../db/sql.ts";
import { ensureSecret } from "../../db/stores/secrets.ts";

const SECRET_BYTES = 32;
const known = new WeakMap<Sql, Promise<string>>();

/** What cookies of sign-in are signed and secrets of second factors sealed with: made once per shop. */
export function authSecret(sql: Sql): Promise<string> {
  const cached = known.get(sql);
  if (cached) return cached;
  const read = ensureSecret(sql, "auth", randomBytes(SECRET_BYTES)).then((secret) =>
    secret.toString("base64url"),
  );
  known.set(sql, read);
  // A database that was away must not stay away for ever.
  read.catch(() => known.delete(sql));
  return read;
}
