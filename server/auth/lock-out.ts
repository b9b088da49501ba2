import { createHash } from "node:crypto";
import type { Sql } from "../../db/sql.ts";
import { writeAudit } from "../../db/stores/audit.ts";
import { countAttempt, forgetAttempts } from "../../db/stores/rate-limits.ts";
import type { Context } from "../platform/context.ts";

const S = 1_000;
const MINUTE = 60 * S;
/** How long after each wrong password the next one may be tried; the last holds for all beyond. */
export const WAITS_MS = [0, 0, 0, 0, 30 * S, MINUTE, 2 * MINUTE, 4 * MINUTE, 8 * MINUTE, 15 * MINUTE];
/** So long after the last wrong one counting begins anew: longer than any wait. */
export const FORGET_MS = 60 * MINUTE;

type Needs = Pick<Context, "sql" | "clock">;

/**
 * Counts a try to sign in as this address before its password is looked at, so that many at once are counted as well.
 * Addresses that nobody has are counted alike: an answer tells nothing of who has an account.
 * @returns 0, or how many ms this address has to wait
 */
export async function takeTry({ sql, clock }: Needs, email: string): Promise<number> {
  const now = clock.machineNow();
  const { count, lastRequest, taken } = await countAttempt(sql, keyOf(email), now, {
    waitsMs: WAITS_MS,
    forgetMs: FORGET_MS,
  });
  if (!taken) return lastRequest + waitAfter(count) - now;
  if (waitAfter(count) > 0) await noteLock(sql, email, count, now);
  return 0;
}

/** The password was right: what was counted is forgotten. */
export const forgiveTries = ({ sql }: Pick<Needs, "sql">, email: string) => forgetAttempts(sql, keyOf(email));

const waitAfter = (count: number) => WAITS_MS[Math.min(count, WAITS_MS.length) - 1] ?? 0;

/** No address lies in this table: it is tried by whoever likes. */
function keyOf(email: string): string {
  return `account:${createHash("sha256").update(email.trim().toLowerCase(), "utf8").digest("base64url")}`;
}

/** Only of people there are: else whoever tries addresses would fill the audit. */
async function noteLock(sql: Sql, email: string, failures: number, at: number): Promise<void> {
  const [user] = await sql<
    { id: string }[]
  >`select id from users where email = ${email.trim().toLowerCase()}`;
  if (!user) return;
  const detail = { tries: failures, waitS: waitAfter(failures) / S };
  await sql.begin((tx) =>
    writeAudit(tx as never, {
      at,
      actor: "system:sign-in",
      action: "user.lock",
      subject: `user:${user.id}`,
      detail,
    }),
  );
}
