import type { Context } from "../platform/context.ts";
import { linkSecret } from "./secret.ts";
import { type LinkAction, writeToken } from "./token.ts";

/** A night and the morning after it: what a message asked yesterday is asked anew by the next one. */
export const LINK_LIFE_MS = 24 * 3_600_000;

export interface LinkRequest {
  notificationId: string;
  /** Whom it is for; null: whoever of the group opens it. */
  personId: string | null;
  action: LinkAction;
}

/**
 * The address under which somebody looks at, takes or passes on what a notification tells of. Opening it changes
 * nothing, since chat clients open links by themselves: only its button acts, once. The address is a secret: it goes
 * into the message, and never into a log or the ledger.
 */
export async function linkFor(
  context: Pick<Context, "sql" | "clock" | "env">,
  request: LinkRequest,
): Promise<string> {
  const secret = await linkSecret(context.sql);
  const expiresAt = context.clock.machineNow() + LINK_LIFE_MS;
  return `${context.env.publicUrl.replace(/\/+$/, "")}/a/${writeToken(secret, { ...request, expiresAt })}`;
}
