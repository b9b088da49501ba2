import type { Sql, Tx } from "../../db/sql.ts";
import { readRules } from "../../db/stores/policies.ts";
import { readSettings } from "../../db/stores/settings.ts";
import type { EscalationRules } from "../../domain/escalation/policy.ts";
import type { SettingsHistory } from "../../domain/settings/types.ts";

/** Settings as this process knows them, read again when their revision is not the database's. */
export interface RevisionCache<T extends { revision: number }> {
  /**
   * The settings of exactly this revision, or the newest at hand (at most a second old) when none is given.
   * @param tx reads within this transaction, so that a caller that holds a connection needs no second one
   */
  get(revision?: number, tx?: Tx): Promise<T>;
}

export type SettingsCache = RevisionCache<SettingsHistory>;
export type RulesCache = RevisionCache<EscalationRules>;

/** How long an unasked-for revision may be trusted: what only draws may lag by this. */
const TRUST_MS = 1_000;

export function createSettingsCache(sql: Sql, machineNow: () => number): SettingsCache {
  return createCache(sql, machineNow, readSettings);
}

export function createRulesCache(sql: Sql, machineNow: () => number): RulesCache {
  return createCache(sql, machineNow, readRules);
}

function createCache<T extends { revision: number }>(
  sql: Sql,
  machineNow: () => number,
  read: (sql: Sql | Tx) => Promise<T>,
): RevisionCache<T> {
  let known: T | null = null;
  let readAt = 0;
  return {
    async get(revision, tx) {
      const fresh =
        known !== null &&
        (revision === undefined ? machineNow() - readAt < TRUST_MS : known.revision === revision);
      if (fresh) return known!;
      if (known !== null && revision === undefined) {
        const [row] = await (tx ?? sql)<{ revision: number }[]>`select revision from settings_revision`;
        readAt = machineNow();
        if (row?.revision === known.revision) return known;
      }
      known = await read(tx ?? sql);
      readAt = machineNow();
      return known;
    },
  };
}
