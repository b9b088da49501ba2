import { randomUUID } from "node:crypto";
import { hashPassword } from "better-auth/crypto";
import type { Tx } from "../../db/sql.ts";
import { writeAudit } from "../../db/stores/audit.ts";
import { insertUser, lockUsers } from "../../db/stores/users.ts";
import type { Context } from "../platform/context.ts";
import { makePassword } from "./change-users.ts";

/** Under this address the first administrator signs in when none was given. */
const MADE_EMAIL = "admin@andon.local";

/**
 * Called at every start. When nobody has an account yet, makes the first administrator: with ANDON_ADMIN_EMAIL and
 * ANDON_ADMIN_PASSWORD as they are given, else with a password that is made, shown once and has to be changed.
 * @returns the address and the made password (it cannot be read again); null when there is nothing to show
 */
export async function ensureAdmin(
  context: Pick<Context, "env" | "sql" | "clock">,
): Promise<{ email: string; password: string } | null> {
  const { env, sql, clock } = context;
  const [anybody] = await sql`select 1 from users limit 1`;
  if (anybody) return null;
  const email = (env.adminEmail ?? MADE_EMAIL).toLowerCase();
  const made = env.adminPassword === undefined ? makePassword() : null;
  const passwordHash = await hashPassword(made ?? env.adminPassword!);
  return sql.begin(async (begun) => {
    const tx = begun as unknown as Tx;
    await lockUsers(tx);
    // Another process may have been quicker.
    const [other] = await tx`select 1 from users limit 1`;
    if (other) return null;
    const id = randomUUID();
    const at = clock.machineNow();
    await insertUser(
      tx,
      {
        id,
        email,
        name: "Admin",
        role: "admin",
        personId: null,
        language: "zh-CN",
        passwordHash,
        mustChangePassword: made !== null,
      },
      at,
    );
    const detail = { role: "admin", given: made === null };
    await writeAudit(tx, { at, actor: "system:start", action: "user.add", subject: `user:${id}`, detail });
    return made === null ? null : { email, password: made };
  }) as Promise<{ email: string; password: string } | null>;
}
