import type { Tx } from "../../db/sql.ts";
import { writeAudits } from "../../db/stores/audit.ts";
import type { Written } from "./adapter.ts";
import { authScope } from "./auth-scope.ts";

const SIGN_IN = "sign-in/email";

/** Notes what people do to their own access, in the transaction in which better-auth writes it. */
export async function auditWrites(tx: Tx, at: number, written: Written): Promise<void> {
  const users = new Set(written.rows.map((row) => String(written.table === "users" ? row.id : row.userId)));
  const action = await actionOf(tx, written, [...users]);
  if (action === null) return;
  for (const user of users) {
    await writeAudits(tx, { at, actor: `user:${user}`, action }, [{ subject: `user:${user}`, detail: {} }]);
  }
}

async function actionOf(tx: Tx, { table, did, set }: Written, users: string[]): Promise<string | null> {
  const scope = authScope();
  if (table === "accounts" && did === "update" && set.includes("password")) {
    await tx`update users set must_change_password = false where id in ${tx(users)}`;
    return "user.change_password";
  }
  if (table === "sessions" && did === "create" && !scope?.hadSession) {
    return scope?.path === SIGN_IN && (await hasSecondFactor(tx, users)) ? null : "session.start";
  }
  if (table === "sessions" && did === "delete" && scope?.path === "sign-out") return "session.end";
  if (table === "users" && did === "update" && set.includes("twoFactorEnabled")) {
    const [user] = await tx<
      { on: boolean }[]
    >`select two_factor_enabled as on from users where id in ${tx(users)}`;
    return user?.on ? "user.two_factor_on" : "user.two_factor_off";
  }
  if (table === "two_factors" && did === "update" && set.includes("backupCodes")) {
    return scope?.path === "two-factor/verify-backup-code"
      ? "user.use_backup_code"
      : "user.make_backup_codes";
  }
  if (table === "two_factors" && did === "update" && set.includes("lockedUntil")) {
    const [lock] =
      await tx`select 1 from two_factors where user_id in ${tx(users)} and locked_until is not null`;
    return lock ? "user.lock" : null;
  }
  return null;
}

/** A right password of theirs starts nothing yet: the code is asked for next. */
async function hasSecondFactor(tx: Tx, users: string[]): Promise<boolean> {
  const [one] = await tx`select 1 from users where id in ${tx(users)} and two_factor_enabled`;
  return one !== undefined;
}
