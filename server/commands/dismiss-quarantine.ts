import type { Tx } from "../../db/sql.ts";
import { writeAudit } from "../../db/stores/audit.ts";
import { dismissWaiting, type QuarantineFilter } from "../../db/stores/quarantine.ts";
import type { Context } from "../platform/context.ts";

/** Gives up what waits in quarantine: it is kept and can be listed, but no longer replayed. */
export async function dismissQuarantine(
  context: Context,
  actor: string,
  filter: QuarantineFilter,
): Promise<{ dismissed: number }> {
  const at = context.clock.machineNow();
  return context.sql.begin(async (begun) => {
    const tx = begun as unknown as Tx;
    const dismissed = await dismissWaiting(tx, filter, at);
    const detail = { filter, dismissed };
    await writeAudit(tx, { at, actor, action: "quarantine.dismiss", subject: "quarantine", detail });
    return { dismissed };
  });
}
