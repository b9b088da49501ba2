import { z } from "zod";
import { passwordSchema } from "./password.ts";
import { RIGHTS, ROLES } from "./rights.ts";

/** A key that ends is at most so far ahead. */
const MOST_KEY_DAYS = 3_650;

const name = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .refine((text) => !/\p{Cc}/u.test(text), "must not hold control characters");
const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(200)
  .pipe(z.email("must be an address such as name@example.com"));
const role = z.enum(ROLES);
const personId = z.uuid().nullable().describe("who they are on call; null: nobody");
const language = z.enum(["zh-CN", "en"]);

/** Somebody who is to sign in. Whoever makes the account hands over its first password, which has to be changed. */
export const newUserSchema = z.strictObject({
  email,
  name,
  role,
  personId: personId.optional(),
  language: language.optional(),
  password: passwordSchema.optional().describe("absent: one is made"),
});
export type NewUser = z.infer<typeof newUserSchema>;

export const userPatchSchema = z
  .strictObject({
    name: name.optional(),
    role: role.optional(),
    personId: personId.optional(),
    disabled: z.boolean().optional().describe("true ends every session at once"),
  })
  .refine((patch) => Object.keys(patch).length > 0, "name at least one field");
export type UserPatch = z.infer<typeof userPatchSchema>;

/** Bundles, or single rights. */
export const KEY_SCOPES = ["read", "admin", ...RIGHTS] as const;

export const newKeySchema = z.strictObject({
  name: name.refine((given) => !["env", "made"].includes(given), "is the name of a key that a start makes"),
  scopes: z.array(z.enum(KEY_SCOPES)).min(1).max(KEY_SCOPES.length),
  expiresInDays: z.number().int().min(1).max(MOST_KEY_DAYS).nullable().default(null),
});
export type NewKey = z.infer<typeof newKeySchema>;
