import type { Tx } from "../../db/sql.ts";
import { writeAudit } from "../../db/stores/audit.ts";
import type { Context } from "../platform/context.ts";
import type { LinkClaim } from "./token.ts";

/**
 * forged: not made by us, or cut short; expired: too old; used: its button was pressed before; look_only: it has no
 * button; gone: what it tells of is not there any more.
 */
export type LinkRefusal = "forged" | "expired" | "used" | "look_only" | "gone";

/** Whoever tries out links must not fill the disk: refusals are kept a minute (machine time), the rest is only counted. */
const AUDITED_PER_MINUTE = 60;
const MINUTE_MS = 60_000;

let minute = 0;
let audited = 0;

/** Keeps that a link was refused: for what, never the link itself. */
export async function auditRefusal(
  { sql, clock }: Pick<Context, "sql" | "clock">,
  reason: LinkRefusal,
  claim: LinkClaim | null,
): Promise<void> {
  const at = clock.machineNow();
  if (Math.floor(at / MINUTE_MS) !== minute) audited = 0;
  minute = Math.floor(at / MINUTE_MS);
  if (++audited > AUDITED_PER_MINUTE) return;
  const detail = claim && { action: claim.action, personId: claim.personId };
  await writeAudit(sql as unknown as Tx, {
    at,
    actor: claim?.personId ? `link:${claim.personId}` : "link",
    action: "link.refuse",
    subject: claim ? `notification:${claim.notificationId}` : "link",
    detail: { reason, ...detail },
  });
}
