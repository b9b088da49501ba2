import { isDeepStrictEqual } from "node:util";
import type { Tx } from "../../db/sql.ts";
import { writeAudit } from "../../db/stores/audit.ts";
import { readDirectory } from "../../db/stores/directory.ts";
import { readEscalationSettings, writeEscalationSettings } from "../../db/stores/escalation-settings.ts";
import { ownSettings } from "../../db/stores/locks.ts";
import { bumpRevision } from "../../db/stores/settings.ts";
import type { EscalationSettings } from "../../domain/escalation/types.ts";
import type { EscalationSettingsPatch } from "../../domain/wire/policies.ts";
import type { Context } from "../platform/context.ts";
import { Refusal } from "./refusal.ts";

/**
 * Changes what all policies share, from the next step on.
 * @param actor who, for the audit
 * @throws Refusal when the fallback names somebody who is not there
 */
export async function setEscalationSettings(
  { sql, clock }: Context,
  actor: string,
  patch: EscalationSettingsPatch,
): Promise<EscalationSettings> {
  return sql.begin(async (begun) => {
    const tx = begun as unknown as Tx;
    await ownSettings(tx);
    const { people } = await readDirectory(tx);
    const stranger = patch.fallback?.find((id) => !people.has(id));
    if (stranger !== undefined)
      throw new Refusal("unknown_reference", `fallback: there is no person ${stranger}`);
    const before = await readEscalationSettings(tx);
    const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
    const after: EscalationSettings = { ...before, ...given };
    if (isDeepStrictEqual(before, after)) return after;
    await writeEscalationSettings(tx, after);
    await bumpRevision(tx);
    await writeAudit(tx, {
      at: clock.machineNow(),
      actor,
      action: "escalation.change",
      subject: "escalation-settings",
      detail: { before, after },
    });
    return after;
  });
}
