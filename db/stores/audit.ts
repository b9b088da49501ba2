import { textArray } from "../array.ts";
import type { Tx } from "../sql.ts";

export interface AuditEntry {
  /** Machine time, epoch ms. */
  at: number;
  /** Who: `key:NAME`, `system`. */
  actor: string;
  /** {noun}.{verb}, such as `node.change`. */
  action: string;
  subject: string;
  detail: object;
}

/** Notes who changed what, in the transaction that changes it. */
export async function writeAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  await tx`
    insert into audit (at, actor, action, subject, detail)
    values (${new Date(entry.at)}, ${entry.actor}, ${entry.action}, ${entry.subject},
      ${JSON.stringify(entry.detail)}::text::jsonb)`;
}

/** The same for many subjects of one change. */
export async function writeAudits(
  tx: Tx,
  { at, actor, action }: Pick<AuditEntry, "at" | "actor" | "action">,
  items: readonly Pick<AuditEntry, "subject" | "detail">[],
): Promise<void> {
  if (items.length === 0) return;
  await tx`
    insert into audit (at, actor, action, subject, detail)
    select ${new Date(at)}, ${actor}, ${action}, n.subject, n.detail::jsonb
    from unnest(${textArray(items.map((item) => item.subject))}::text[],
      ${textArray(items.map((item) => JSON.stringify(item.detail)))}::text[]) as n(subject, detail)`;
}
