import type { Tx } from "../../db/sql.ts";
import { readAlertIdsOf } from "../../db/stores/alert-actions.ts";
import { readLinkTarget } from "../../db/stores/link-target.ts";
import { forgetLinkUses, noteLinkUse } from "../../db/stores/link-uses.ts";
import { type PassResult, passWithin } from "../commands/pass-alerts.ts";
import { pokeAlerts, type TakeResult, takeWithin } from "../commands/take-alerts.ts";
import { type UndoResult, undoPass } from "../commands/undo-pass.ts";
import type { Context } from "../platform/context.ts";
import { retryingConflicts } from "../platform/retry.ts";
import { LINK_LIFE_MS } from "./link-for.ts";
import { checkLink, hashOf } from "./open-link.ts";
import { auditRefusal, type LinkRefusal } from "./refuse-link.ts";
import type { LinkClaim } from "./token.ts";

/** What came of pressing a link's button. */
export type LinkAct =
  | { ok: true; action: "take"; result: TakeResult }
  | { ok: true; action: "pass"; result: PassResult }
  | { ok: false; reason: LinkRefusal };

export interface LinkChoice {
  /** Shop time, epoch ms. */
  pledgeUntilMs?: number;
  /** Takes over what somebody else has. */
  over?: boolean;
}

/** Nothing was done: whatever the transaction wrote goes back, and the link can still be used. */
class NothingDone extends Error {
  constructor(readonly act: LinkAct) {
    super("nothing was done");
  }
}

/**
 * Does what a link is for, as the person whom it was made for: once. Where there is nothing to do (somebody else has it,
 * all is over), it can be used again. What is forged, expired or used is refused and audited.
 * @throws AlertActionError
 */
export async function actOnLink(context: Context, token: string, choice: LinkChoice = {}): Promise<LinkAct> {
  const checked = await checkLink(context, token);
  if (!checked.ok) return checked;
  const { claim } = checked;
  try {
    const act = await retryingConflicts(() =>
      context.sql.begin((begun) => actWithin(begun as unknown as Tx, context, token, claim, choice)),
    );
    pokeAlerts(context);
    await forgetLinkUses(context.sql, context.clock.machineNow() - 2 * LINK_LIFE_MS);
    return act;
  } catch (error) {
    if (!(error instanceof NothingDone)) throw error;
    if (!error.act.ok) await auditRefusal(context, error.act.reason, claim);
    return error.act;
  }
}

async function actWithin(
  tx: Tx,
  context: Context,
  token: string,
  claim: LinkClaim,
  choice: LinkChoice,
): Promise<LinkAct> {
  const { notificationId, personId, action } = claim;
  if (action === "look") throw new NothingDone({ ok: false, reason: "look_only" });
  const target = await readLinkTarget(tx, notificationId, personId, context.clock.shopNow());
  if (!target) throw new NothingDone({ ok: false, reason: "gone" });
  if ((await noteLinkUse(tx, hashOf(token), context.clock.machineNow())) > 0)
    throw new NothingDone({ ok: false, reason: "used" });
  const request = { notificationId, by: { personId, name: target.name }, via: "link" as const };
  if (action === "take") {
    const result = await takeWithin(tx, context, { ...request, ...choice });
    const act = { ok: true, action, result } as const;
    if (result.taken.length === 0) throw new NothingDone(act);
    return act;
  }
  const result = await passWithin(tx, context, request);
  const act = { ok: true, action, result } as const;
  if (result.passed.length === 0) throw new NothingDone(act);
  return act;
}

/**
 * Takes back what the same link passed on, within 10 s.
 * @throws AlertActionError nothing_to_undo, too_late
 */
export async function undoByLink(
  context: Context,
  token: string,
): Promise<{ ok: true; result: UndoResult } | { ok: false; reason: LinkRefusal }> {
  const checked = await checkLink(context, token);
  if (!checked.ok) return checked;
  const { notificationId, personId, action } = checked.claim;
  if (action !== "pass") {
    await auditRefusal(context, "look_only", checked.claim);
    return { ok: false, reason: "look_only" };
  }
  const [alertId] = await readAlertIdsOf(context.sql as unknown as Tx, notificationId);
  const target = await readLinkTarget(context.sql, notificationId, personId, context.clock.shopNow());
  if (!target || !alertId) return { ok: false, reason: "gone" };
  const by = { personId, name: target.name };
  return {
    ok: true,
    result: await undoPass(context, { alertId: target.alertId ?? alertId, by, via: "link" }),
  };
}
