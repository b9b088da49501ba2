import type { Sql, Tx } from "../sql.ts";

/** Somebody who signs in, as admins see them. Instants in machine time, epoch ms. */
export interface UserRow {
  id: string;
  email: string;
  name: string;
  role: string;
  personId: string | null;
  personName: string | null;
  language: string;
  twoFactor: boolean;
  mustChangePassword: boolean;
  disabledAt: number | null;
  createdAt: number;
  /** Open sessions. */
  sessions: number;
  /** As the audit has it; null: never. */
  lastSignInAt: number | null;
}

/** Everybody, by name; or one. @param now machine time */
export async function readUsers(sql: Sql | Tx, now: number, id?: string): Promise<UserRow[]> {
  return sql<UserRow[]>`
    select u.id, u.email, u.name, u.role, u.person_id as "personId", p.name as "personName", u.language,
      u.two_factor_enabled as "twoFactor", u.must_change_password as "mustChangePassword",
      u.disabled_at as "disabledAt", u.created_at as "createdAt",
      (select count(*)::int from sessions s where s.user_id = u.id and s.expires_at > ${new Date(now)}) as sessions,
      (select max(a.at) from audit a where a.subject = 'user:' || u.id and a.action = 'session.start')
        as "lastSignInAt"
    from users u
    left join people p on p.id = u.person_id
    ${id === undefined ? sql`` : sql`where u.id = ${id}`}
    order by u.name, u.id`;
}

/** Nobody else changes who may do what until this transaction ends: the last admin is counted under it. */
export async function lockUsers(tx: Tx): Promise<void> {
  await tx`lock table users in share row exclusive mode`;
}

/** Admins who may sign in. */
export async function countAdmins(sql: Sql | Tx): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(*)::int as n from users where role = 'admin' and disabled_at is null`;
  return row!.n;
}

export interface NewUserRow {
  id: string;
  email: string;
  name: string;
  role: string;
  personId: string | null;
  language: string;
  passwordHash: string;
  mustChangePassword: boolean;
}

/** @returns false when the address is somebody's already */
export async function insertUser(tx: Tx, user: NewUserRow, at: number): Promise<boolean> {
  const now = new Date(at);
  const { count } = await tx`
    insert into users (id, name, email, email_verified, created_at, updated_at, role, person_id, language, must_change_password)
    values (${user.id}, ${user.name}, ${user.email}, true, ${now}, ${now}, ${user.role}, ${user.personId},
      ${user.language}, ${user.mustChangePassword})
    on conflict (email) do nothing`;
  if (count === 0) return false;
  await tx`
    insert into accounts (id, account_id, provider_id, user_id, password, created_at, updated_at)
    values (${user.id}, ${user.id}, 'credential', ${user.id}, ${user.passwordHash}, ${now}, ${now})`;
  return true;
}

/** A new password that its owner has to change. */
export async function resetPassword(tx: Tx, id: string, passwordHash: string, at: number): Promise<void> {
  await tx`
    update accounts set password = ${passwordHash}, updated_at = ${new Date(at)}
    where user_id = ${id} and provider_id = 'credential'`;
  await tx`update users set must_change_password = true, updated_at = ${new Date(at)} where id = ${id}`;
}

export async function saveUser(
  tx: Tx,
  id: string,
  user: { name: string; role: string; personId: string | null; disabledAt: number | null },
  at: number,
): Promise<void> {
  await tx`
    update users set name = ${user.name}, role = ${user.role}, person_id = ${user.personId},
      disabled_at = ${user.disabledAt === null ? null : new Date(user.disabledAt)}, updated_at = ${new Date(at)}
    where id = ${id}`;
}

/** Ends sessions of somebody. @param except the id of one that goes on @returns how many ended */
export async function endSessionsOf(tx: Tx, userId: string, except: string | null = null): Promise<number> {
  const { count } = await tx`
    delete from sessions where user_id = ${userId} ${except === null ? tx`` : tx`and id <> ${except}`}`;
  return count;
}

/** Takes a second factor away: its owner has lost it. @returns whether there was one */
export async function dropSecondFactor(tx: Tx, userId: string): Promise<boolean> {
  const { count } = await tx`delete from two_factors where user_id = ${userId}`;
  const changed = await tx`
    update users set two_factor_enabled = false where id = ${userId} and two_factor_enabled`;
  return count + changed.count > 0;
}
