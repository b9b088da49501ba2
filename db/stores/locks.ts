import { LOCKS } from "../lock-numbers.ts";
import type { Tx } from "../sql.ts";

/**
 * Begins a transaction that folds. It and a change of settings exclude each other: else a visit opened while an allowance
 * changes would keep the old deadline. Every statement in it reaches rows by their key, so the planner is kept from
 * scanning whole tables: it caches a plan made while they are small, which grows slow with them.
 */
export function beginFold(tx: Tx): Promise<unknown> {
  return tx`
    select pg_advisory_xact_lock_shared(${LOCKS.settings}), set_config('enable_seqscan', 'off', true),
      set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)`;
}

/** Keeps every fold out until this transaction ends. */
export function ownSettings(tx: Tx): Promise<unknown> {
  return tx`select pg_advisory_xact_lock(${LOCKS.settings})`;
}

/** Keeps every other change of the directory out until this transaction ends; who reads it waits for nobody. */
export function ownDirectory(tx: Tx): Promise<unknown> {
  return tx`select pg_advisory_xact_lock(${LOCKS.directory})`;
}

/** Keeps every other change of televisions and playlists out until this transaction ends. */
export function ownScreens(tx: Tx): Promise<unknown> {
  return tx`select pg_advisory_xact_lock(${LOCKS.screens})`;
}
