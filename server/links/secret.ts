import { randomBytes } from "node:crypto";
import type { Sql } from "../../db/sql.ts";
import { ensureSecret } from "../../db/stores/secrets.ts";

const SECRET_BYTES = 32;
const known = new WeakMap<Sql, Promise<Buffer>>();

/** What links are signed with: made once per shop, the same for every process. */
export function linkSecret(sql: Sql): Promise<Buffer> {
  const cached = known.get(sql);
  if (cached) return cached;
  const read = ensureSecret(sql, "links", randomBytes(SECRET_BYTES));
  known.set(sql, read);
  // A database that was away must not stay away for ever.
  read.catch(() => known.delete(sql));
  return read;
}
