import type { Sql } from "../sql.ts";

/** Somebody with a session, as of now. */
export interface SessionUser {
  sessionId: string;
  expiresAt: number;
  id: string;
  name: string;
  email: string;
  role: string;
  personId: string | null;
  language: string;
  theme: string;
  twoFactor: boolean;
  mustChangePassword: boolean;
}

/**
 * Whose session this is; null when there is none or its user may not sign in any more.
 * @param hash of the session's token
 */
export async function readSession(sql: Sql, hash: Uint8Array): Promise<SessionUser | null> {
  const [row] = await sql<SessionUser[]>`
    select s.id as "sessionId", s.expires_at as "expiresAt", u.id, u.name, u.email, u.role,
      u.person_id as "personId", u.language, u.theme, u.two_factor_enabled as "twoFactor",
      u.must_change_password as "mustChangePassword"
    from sessions s join users u on u.id = s.user_id
    where s.token = ${Buffer.from(hash).toString("hex")} and u.disabled_at is null`;
  return row ?? null;
}
