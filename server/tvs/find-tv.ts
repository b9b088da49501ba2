import { welcomeTv } from "../../db/stores/tv-credentials.ts";
import { readCookie, TV_COOKIE } from "../auth/cookies.ts";
import { hashToken } from "../auth/hash-token.ts";
import type { Context } from "../platform/context.ts";

/**
 * The television that a Cookie header belongs to, whoever else is signed in in the same browser; null: none, or it was
 * revoked. Asked when a television comes, so that its pairing is over with it.
 * @throws when Postgres is away
 */
export async function findTv(
  { sql }: Pick<Context, "sql">,
  cookies: string | null | undefined,
): Promise<{ id: string; name: string } | null> {
  const credential = readCookie(cookies, TV_COOKIE);
  return credential === null ? null : welcomeTv(sql, hashToken(credential));
}
