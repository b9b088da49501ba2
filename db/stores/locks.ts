import type { Tx } from "../sql.ts";

/**
 * Settings and the fold exclude each other: whoever folds shares this lock, whoever changes settings has it alone.
 * Else a visit opened while an allowance changes would keep the old deadline.
 */
const SETTINGS_LOCK = 7_302_001;

/**
 * Begins a transaction that folds. Every statement in it reaches rows by their key, so the planner is kept from
 * scanning whole tables: it caches a plan made while they are small, which grows slow with them.
 */
export function beginFold(tx: Tx): Promise<unknown> {
  return tx`
    select pg_advisory_xact_lock_shared(${SETTINGS_LOCK}), set_config('enable_seqscan', 'off', true),
      set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)`;
}

/** Keeps every fold out until this transaction ends. */
export function ownSettings(tx: Tx): Promise<unknown> {
  return tx`select pg_advisory_xact_lock(${SETTINGS_LOCK})`;
}

/** Whoever changes people, roles, schedules or groups does it alone. */
const DIRECTORY_LOCK = 7_302_006;

/** Keeps every other change of the directory out until this transaction ends; who reads it waits for nobody. */
export function ownDirectory(tx: Tx): Promise<unknown> {
  return tx`select pg_advisory_xact_lock(${DIRECTORY_LOCK})`;
}

/** Whoever changes televisions or playlists does it alone. */
const SCREENS_LOCK = 7_302_008;

/** Keeps every other change of televisions and playlists out until this transaction ends. */
export function ownScreens(tx: Tx): Promise<unknown> {
  return tx`select pg_advisory_xact_lock(${SCREENS_LOCK})`;
}
