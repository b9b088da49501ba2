import { randomBytes } from "node:crypto";
import type { Tx } from "../../db/sql.ts";
import { insertApiKey, type KeyRow, listApiKeys, revokeApiKey } from "../../db/stores/api-keys.ts";
import { writeAudit } from "../../db/stores/audit.ts";
import type { NewKey } from "../../domain/access/bodies.ts";
import { hashToken } from "../auth/hash-token.ts";
import type { Context } from "../platform/context.ts";
import { missing, Refusal } from "./refusal.ts";

type Needs = Pick<Context, "sql" | "clock">;

const KEY_BYTES = 32;
const DAY_MS = 86_400_000;

/**
 * Makes a key for a program.
 * @returns the key in plain: it cannot be read again
 * @throws Refusal when a key of this name works already
 */
export function addKey(
  { sql, clock }: Needs,
  actor: string,
  { name, scopes, expiresInDays }: NewKey,
): Promise<{ key: KeyRow; plain: string }> {
  const plain = `andon_${randomBytes(KEY_BYTES).toString("base64url")}`;
  return sql.begin(async (begun) => {
    const tx = begun as unknown as Tx;
    const now = clock.machineNow();
    // Two at once must not both find the name free.
    await tx`select pg_advisory_xact_lock(hashtext(${`api_key:${name}`}))`;
    const others = await listApiKeys(tx);
    if (others.some((one) => one.name === name && one.revokedAt === null && !isOver(one, now)))
      throw new Refusal(
        "name_taken",
        `name: a key "${name}" works already; revoke it or choose another name`,
      );
    const expiresAt = expiresInDays === null ? null : now + expiresInDays * DAY_MS;
    const kept = [...new Set(scopes)];
    const id = await insertApiKey(tx, {
      name,
      hash: hashToken(plain),
      scopes: kept,
      createdAt: now,
      createdBy: actor,
      expiresAt,
    });
    const detail = { name, scopes: kept, expiresAt };
    await writeAudit(tx, { at: now, actor, action: "api_key.add", subject: `api_key:${id}`, detail });
    return { key: (await listApiKeys(tx, id))[0]!, plain };
  }) as Promise<{ key: KeyRow; plain: string }>;
}

/** A key stops working within seconds. @throws Refusal when there is none of this id, or it was revoked */
export function revokeKey({ sql, clock }: Needs, actor: string, id: number): Promise<KeyRow> {
  return sql.begin(async (begun) => {
    const tx = begun as unknown as Tx;
    const now = clock.machineNow();
    const name = await revokeApiKey(tx, id, now);
    if (name === null)
      throw missing("no_such_key", `there is no key ${id} that works; GET /api/v1/keys lists them`);
    const detail = { name };
    await writeAudit(tx, { at: now, actor, action: "api_key.revoke", subject: `api_key:${id}`, detail });
    return (await listApiKeys(tx, id))[0]!;
  }) as Promise<KeyRow>;
}

const isOver = ({ expiresAt }: KeyRow, now: number) => expiresAt !== null && expiresAt <= now;
