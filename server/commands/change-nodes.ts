import type { Tx } from "../../db/sql.ts";
import { writeAudit } from "../../db/stores/audit.ts";
import { ownSettings } from "../../db/stores/locks.ts";
import { bumpRevision, insertNodeVersion } from "../../db/stores/settings.ts";
import type { NodeVersion } from "../../domain/settings/types.ts";
import { poke } from "../live/poke.ts";
import type { Context } from "../platform/context.ts";

/**
 * Runs a change of nodes in one transaction that owns the settings, so that no fold runs beside it, and wakes whoever
 * acts on moved visits and deadlines once it has committed.
 */
export async function changingNodes<T extends { ok: boolean }>(
  context: Context,
  change: (tx: Tx) => Promise<T>,
): Promise<T> {
  const changed = (await context.sql.begin(async (begun) => {
    const tx = begun as unknown as Tx;
    await ownSettings(tx);
    return change(tx);
  })) as T;
  if (changed.ok) {
    poke(context, "outbox");
    poke(context, "steps");
  }
  return changed;
}

/**
 * Writes a node's new version with its audit row.
 * @param actor who, for the audit
 */
export async function writeNodeVersion(
  tx: Tx,
  { clock }: Pick<Context, "clock">,
  node: NodeVersion,
  { actor, action, detail }: { actor: string; action: string; detail: object },
): Promise<void> {
  await insertNodeVersion(tx, node);
  await bumpRevision(tx);
  await writeAudit(tx, { at: clock.machineNow(), actor, action, subject: node.key, detail });
}
