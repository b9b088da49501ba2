import type { Tx } from "../../db/sql.ts";
import { writeAudit } from "../../db/stores/audit.ts";
import { readDirectory } from "../../db/stores/directory.ts";
import { ownDirectory } from "../../db/stores/locks.ts";
import type { Directory } from "../../domain/oncall/types.ts";
import type { Context } from "../platform/context.ts";
import { forgetDirectory } from "../queries/directory.ts";

/** What whoever changes the directory stands on. */
export interface Change {
  tx: Tx;
  /** As it is before, and stays until this transaction ends: nobody else changes it meanwhile. */
  directory: Directory;
  /** Machine time. */
  nowMs: number;
  /** Never with an address in its detail. */
  audit(action: string, subject: string, detail: object): Promise<void>;
}

/**
 * Runs a change of people, roles, schedules or groups, alone and in one transaction with its audit.
 * @param actor who, for the audit
 * @throws Refusal from `change`, with nothing changed
 */
export async function changeDirectory<T>(
  context: Context,
  actor: string,
  change: (change: Change) => Promise<T>,
): Promise<T> {
  const done = await context.sql.begin(async (begun) => {
    const tx = begun as unknown as Tx;
    await ownDirectory(tx);
    const nowMs = context.clock.machineNow();
    return change({
      tx,
      directory: await readDirectory(tx),
      nowMs,
      audit: (action, subject, detail) => writeAudit(tx, { at: nowMs, actor, action, subject, detail }),
    });
  });
  forgetDirectory(context);
  return done as T;
}
