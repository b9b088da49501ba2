import { createHash } from "node:crypto";
import { type LinkTarget, readLinkTarget } from "../../db/stores/link-target.ts";
import { wasLinkUsed } from "../../db/stores/link-uses.ts";
import type { Context } from "../platform/context.ts";
import { auditRefusal, type LinkRefusal } from "./refuse-link.ts";
import { linkSecret } from "./secret.ts";
import { type LinkAction, type LinkClaim, readToken } from "./token.ts";

/** What a link's page shows. Shop time, epoch ms. */
export interface LinkView extends LinkTarget {
  notificationId: string;
  action: LinkAction;
  personId: string | null;
  /** Its button was pressed already. */
  used: boolean;
}

export type OpenedLink = { ok: true; view: LinkView } | { ok: false; reason: LinkRefusal };

/** What a link is about. Changes nothing, however often it is opened: chat clients open links by themselves. */
export async function openLink(context: Pick<Context, "sql" | "clock">, token: string): Promise<OpenedLink> {
  const checked = await checkLink(context, token);
  if (!checked.ok) return checked;
  const { claim } = checked;
  const [target, used] = await Promise.all([
    readLinkTarget(context.sql, claim.notificationId, claim.personId, context.clock.shopNow()),
    wasLinkUsed(context.sql, hashOf(token)),
  ]);
  if (!target) return { ok: false, reason: "gone" };
  const { notificationId, action, personId } = claim;
  return { ok: true, view: { ...target, notificationId, action, personId, used } };
}

/** Whether we made it, and lately. What is refused is audited. */
export async function checkLink(
  context: Pick<Context, "sql" | "clock">,
  token: string,
): Promise<{ ok: true; claim: LinkClaim } | { ok: false; reason: LinkRefusal }> {
  const claim = readToken(await linkSecret(context.sql), token);
  const reason = claim === null ? "forged" : claim.expiresAt <= context.clock.machineNow() ? "expired" : null;
  if (claim !== null && reason === null) return { ok: true, claim };
  await auditRefusal(context, reason!, claim);
  return { ok: false, reason: reason! };
}

/** Under which a link's use is kept: who reads the table cannot use the link. */
export function hashOf(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
