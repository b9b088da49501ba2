import type { Tx } from "../../db/sql.ts";
import { writeAudit } from "../../db/stores/audit.ts";
import { ownScreens } from "../../db/stores/locks.ts";
import type { Context } from "../platform/context.ts";
import { tellTvs } from "../tvs/news.ts";

/** A change of televisions or playlists under way. */
interface Change {
  tx: Tx;
  /** Machine time. */
  nowMs: number;
  /** Never with a code or a credential in its detail. */
  audit(action: string, subject: string, detail: object): Promise<void>;
}

/**
 * Runs a change of televisions or playlists, alone and in one transaction with its audit; televisions hear of it at once.
 * @param actor who, for the audit
 * @throws Refusal from `change`, with nothing changed
 */
export async function changeScreens<T>(
  context: Context,
  actor: string,
  change: (change: Change) => Promise<T>,
): Promise<T> {
  const done = await context.sql.begin(async (begun) => {
    const tx = begun as unknown as Tx;
    await ownScreens(tx);
    const nowMs = context.clock.machineNow();
    return change({
      tx,
      nowMs,
      audit: (action, subject, detail) => writeAudit(tx, { at: nowMs, actor, action, subject, detail }),
    });
  });
  await tellTvs(context, { tv: null, command: null });
  return done as T;
}
