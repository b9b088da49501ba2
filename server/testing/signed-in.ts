import { randomBytes, randomUUID } from "node:crypto";
import type { Right, Role } from "../../domain/access/rights.ts";
import { sessionCookieName, signToken, TV_COOKIE } from "../auth/cookies.ts";
import { hashToken } from "../auth/hash-token.ts";
import { authSecret } from "../auth/secret.ts";
import type { Context } from "../platform/context.ts";

const DAY_MS = 86_400_000;
const TOKEN_BYTES = 32;

export interface SignedIn {
  /** A Cookie header. */
  cookie: string;
  /** The cookie's name and value apart, as browsers want them. */
  name: string;
  value: string;
  userId: string;
  email: string;
}

type Needs = Pick<Context, "sql" | "clock" | "env">;

/** Somebody new of this role with a session, as if they had signed in. They have no password. */
export async function signedIn(
  context: Needs,
  role: Role,
  more: { personId?: string; mustChangePassword?: boolean; language?: string } = {},
): Promise<SignedIn> {
  const { sql, clock, env } = context;
  const userId = randomUUID();
  const email = `${role}-${userId.slice(0, 8)}@example.com`;
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  const now = new Date(clock.machineNow());
  const later = new Date(clock.machineNow() + DAY_MS);
  await sql`
    insert into users (id, name, email, email_verified, created_at, updated_at, role, person_id, must_change_password, language)
    values (${userId}, ${`Test ${role}`}, ${email}, true, ${now}, ${now}, ${role}, ${more.personId ?? null},
      ${more.mustChangePassword ?? false}, ${more.language ?? "zh-CN"})`;
  await sql`
    insert into sessions (id, expires_at, token, created_at, updated_at, user_id)
    values (${randomUUID()}, ${later}, ${hashToken(token).toString("hex")}, ${now}, ${now}, ${userId})`;
  const name = sessionCookieName(env.publicUrl);
  const value = signToken(token, await authSecret(sql));
  return { cookie: `${name}=${value}`, name, value, userId, email };
}

/** A new API key with these scopes: single rights, `read` or `admin`. */
export async function keyWith(
  context: Needs,
  scopes: readonly (Right | "read" | "admin")[],
): Promise<string> {
  const key = `andon_${randomBytes(TOKEN_BYTES).toString("base64url")}`;
  await context.sql`
    insert into api_keys (name, hash, scopes, created_at)
    values (${key.slice(6, 16)}, ${hashToken(key)}, ${[...scopes]}, ${new Date(context.clock.machineNow())})`;
  return key;
}

/** A paired television. @returns its Cookie header */
export async function pairedTv(context: Needs, tvName = `TV ${randomUUID().slice(0, 8)}`) {
  const { sql, clock } = context;
  const credential = randomBytes(TOKEN_BYTES).toString("base64url");
  const id = randomUUID();
  await sql`
    insert into tvs (id, name, hash, playlist_id, settings, approved_by, created_at)
    values (${id}, ${tvName}, ${hashToken(credential)}, (select id from playlists order by name limit 1), '{}',
      'user:test', ${new Date(clock.machineNow())})`;
  return { id, credential, cookie: `${TV_COOKIE}=${credential}` };
}
