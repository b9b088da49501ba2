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
