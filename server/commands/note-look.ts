import type { Tx } from "../../db/sql.ts";
import { writeAudit } from "../../db/stores/audit.ts";
import type { Context } from "../platform/context.ts";

/**
 * Writes down that somebody is about to be shown what may name a person; the note says which facts, never what they held.
 * Without the note there is to be no answer.
 * @param subject such as `order:NUMBER`
 */
export async function noteLook(
  { sql, clock }: Pick<Context, "sql" | "clock">,
  actor: string,
  { subject, detail }: { subject: string; detail: object },
): Promise<void> {
  const entry = { at: clock.machineNow(), actor, action: "facts.unmask", subject, detail };
  await sql.begin((tx) => writeAudit(tx as unknown as Tx, entry));
}
