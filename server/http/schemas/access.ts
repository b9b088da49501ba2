import { z } from "@hono/zod-openapi";
import type { KeyRow } from "../../../db/stores/api-keys.ts";
import type { UserRow } from "../../../db/stores/users.ts";
import { RIGHTS, ROLES } from "../../../domain/access/rights.ts";
import type { Who } from "../../auth/who.ts";
import { iso, isoOrNull } from "../../queries/present-order.ts";

const instant = z.iso.datetime();

export const userSchema = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    role: z.enum(ROLES),
    personId: z.string().nullable(),
    personName: z.string().nullable(),
    language: z.string(),
    twoFactor: z.boolean(),
    mustChangePassword: z.boolean(),
    disabledAt: instant.nullable(),
    createdAt: instant,
    sessions: z.number().int().describe("that are open"),
    lastSignInAt: instant.nullable(),
  })
  .openapi("User");

export function presentUser(user: UserRow): z.input<typeof userSchema> {
  const { disabledAt, createdAt, lastSignInAt, role, ...rest } = user;
  return {
    ...rest,
    role: role as (typeof ROLES)[number],
    disabledAt: isoOrNull(disabledAt),
    createdAt: iso(createdAt),
    lastSignInAt: isoOrNull(lastSignInAt),
  };
}

export const keySchema = z
  .object({
    id: z.number().int(),
    name: z.string(),
    scopes: z.array(z.string()),
    createdAt: instant,
    createdBy: z.string().nullable(),
    expiresAt: instant.nullable(),
    revokedAt: instant.nullable(),
    lastUsedAt: instant.nullable().describe("to the minute"),
  })
  .openapi("ApiKey");

export function presentKey(key: KeyRow): z.input<typeof keySchema> {
  return {
    ...key,
    createdAt: iso(key.createdAt),
    expiresAt: isoOrNull(key.expiresAt),
    revokedAt: isoOrNull(key.revokedAt),
    lastUsedAt: isoOrNull(key.lastUsedAt),
  };
}

export const meSchema = z
  .object({
    kind: z.enum(["user", "key", "tv"]),
    id: z.string(),
    name: z.string(),
    role: z.enum(ROLES).nullable(),
    rights: z.array(z.enum(RIGHTS)),
    personId: z.string().nullable(),
    email: z.string().nullable(),
    language: z.string().nullable(),
    theme: z.string().nullable(),
    twoFactor: z.boolean().nullable(),
    mustChangePassword: z.boolean(),
  })
  .openapi("Me");

export function presentMe({
  kind,
  id,
  name,
  role,
  rights,
  personId,
  account,
}: Who): z.input<typeof meSchema> {
  return {
    kind,
    id,
    name,
    role,
    rights: [...rights],
    personId,
    email: account?.email ?? null,
    language: account?.language ?? null,
    theme: account?.theme ?? null,
    twoFactor: account?.twoFactor ?? null,
    mustChangePassword: account?.mustChangePassword ?? false,
  };
}
