import type { Tx } from "../../db/sql.ts";
import { writeAudit } from "../../db/stores/audit.ts";
import type { Context } from "../platform/context.ts";

/** What whoever changes settings that nobody else changes meanwhile stands on. */
export interface Change {
  tx: Tx;
  /** Machine time. */
  nowMs: number;
  /** Never with an address, a code or a credential in its detail. */
  audit(action: string, subject: string, detail: object): Promise<void>;
}

/**
 * Runs a change alone and in one transaction with its audit.
 * @param actor who, for the audit
 * @param own waits until nobody else changes the same, until the transaction ends
 * @throws what `change` throws, with nothing changed
 */
export async function changeAlone<T>(
  { sql, clock }: Pick<Context, "sql" | "clock">,
  actor: string,
  own: (tx: Tx) => Promise<unknown>,
  change: (change: Change) => Promise<T>,
): Promise<T> {
  const done = await sql.begin(async (begun) => {
    const tx = begun as unknown as Tx;
    await own(tx);
    const nowMs = clock.machineNow();
    return change({
      tx,
      nowMs,
      audit: (action, subject, detail) => writeAudit(tx, { at: nowMs, actor, action, subject, detail }),
    });
  });
  return done as T;
}
