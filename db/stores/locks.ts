import type { Tx } from "../sql.ts";

/**
 * Settings and the fold exclude each other: whoever folds shares this lock, whoever changes settings has it alone.
 * Else a visit opened while an allowance changes would keep the old deadline.
 */
const SETTINGS_LOCK = 7_302_001;

export function shareSettings(tx: Tx): Promise<unknown> {
  return tx`select pg_advisory_xact_lock_shared(${SETTINGS_LOCK})`;
}

export function ownSettings(tx: Tx): Promise<unknown> {
  return tx`select pg_advisory_xact_lock(${SETTINGS_LOCK})`;
}
