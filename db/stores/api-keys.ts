import type { Sql, Tx } from "../sql.ts";
import { writeAudit } from "./audit.ts";

/** Of the keys that a start makes or is given: everything. */
const SCOPES = ["events:write", "read", "admin"];

export interface ApiKey {
  id: number;
  name: string;
  /** SHA-256 of the key. */
  hash: Uint8Array;
  scopes: string[];
  /** Machine time, epoch ms; null: never. */
  expiresAt: number | null;
}

/** Every key that was not revoked: a shop has a handful. */
export function readApiKeys(sql: Sql): Promise<ApiKey[]> {
  return sql<ApiKey[]>`
    select id, name, hash, scopes, expires_at as "expiresAt" from api_keys where revoked_at is null order by id`;
}

/** A key as admins see it. Machine time, epoch ms. */
export interface KeyRow {
  id: number;
  name: string;
  scopes: string[];
  createdAt: number;
  /** null: the start made it. */
  createdBy: string | null;
  expiresAt: number | null;
  revokedAt: number | null;
  /** To the minute; null: never. */
  lastUsedAt: number | null;
}

/** Every key there ever was, the newest first; or one. */
export function listApiKeys(sql: Sql | Tx, id?: number): Promise<KeyRow[]> {
  return sql<KeyRow[]>`
    select id, name, scopes, created_at as "createdAt", created_by as "createdBy", expires_at as "expiresAt",
      revoked_at as "revokedAt", last_used_at as "lastUsedAt"
    from api_keys ${id === undefined ? sql`` : sql`where id = ${id}`} order by id desc` as Promise<KeyRow[]>;
}

export async function insertApiKey(
  tx: Tx,
  key: Omit<KeyRow, "id" | "revokedAt" | "lastUsedAt"> & { hash: Uint8Array },
): Promise<number> {
  const [row] = await tx<{ id: number }[]>`
    insert into api_keys (name, hash, scopes, created_at, created_by, expires_at)
    values (${key.name}, ${key.hash}, ${key.scopes}, ${new Date(key.createdAt)}, ${key.createdBy},
      ${key.expiresAt === null ? null : new Date(key.expiresAt)})
    returning id`;
  return row!.id;
}

/** @returns the key's name; null when there is none of this id that was not revoked */
export async function revokeApiKey(tx: Tx, id: number, at: number): Promise<string | null> {
  const [row] = await tx<{ name: string }[]>`
    update api_keys set revoked_at = ${new Date(at)} where id = ${id} and revoked_at is null returning name`;
  return row?.name ?? null;
}

/** Notes a key's last use, unless somebody has since `unlessSince`. Machine time, epoch ms. */
export async function touchApiKey(sql: Sql, id: number, at: number, unlessSince: number): Promise<void> {
  await sql`
    update api_keys set last_used_at = ${new Date(at)}
    where id = ${id} and (last_used_at is null or last_used_at <= ${new Date(unlessSince)})`;
}

/**
 * Makes the key the only one of its name, with all scopes.
 * @returns whether that changed anything
 */
export async function keepApiKey(tx: Tx, name: string, hash: Uint8Array, at: number): Promise<boolean> {
  const kept =
    await tx`select 1 from api_keys where name = ${name} and hash = ${hash} and revoked_at is null`;
  if (kept.length > 0) return false;
  await dropApiKeys(tx, name, at);
  await tx`
    insert into api_keys (name, hash, scopes, created_at)
    values (${name}, ${hash}, ${[...SCOPES]}, ${new Date(at)})
    on conflict (hash) do update set name = excluded.name, scopes = excluded.scopes, expires_at = null, revoked_at = null`;
  await note(tx, "api_key.keep", name, at);
  return true;
}

/** Takes away every key of this name. */
export async function dropApiKeys(tx: Tx, name: string, at: number): Promise<void> {
  const { count } = await tx`delete from api_keys where name = ${name}`;
  if (count > 0) await note(tx, "api_key.drop", name, at);
}

function note(tx: Tx, action: string, name: string, at: number): Promise<void> {
  return writeAudit(tx, { at, actor: "system:start", action, subject: `api_key:${name}`, detail: {} });
}
