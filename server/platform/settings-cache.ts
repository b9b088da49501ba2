import type { Sql, Tx } from "../../db/sql.ts";
import { readSettings } from "../../db/stores/settings.ts";
import type { SettingsHistory } from "../../domain/settings/types.ts";

/** The settings history of this process, read again when its revision is not the database's. */
export interface SettingsCache {
  /**
   * The history of exactly this revision, or the newest at hand (at most a second old) when none is given.
   * @param tx reads within this transaction, so that a caller that holds a connection needs no second one
   */
  get(revision?: number, tx?: Tx): Promise<SettingsHistory>;
}

/** How long an unasked-for revision may be trusted: what only draws may lag by this. */
const TRUST_MS = 1_000;

export function createSettingsCache(sql: Sql, machineNow: () => number): SettingsCache {
  let history: SettingsHistory | null = null;
  let readAt = 0;
  return {
    async get(revision, tx) {
      const fresh =
        history !== null &&
        (revision === undefined ? machineNow() - readAt < TRUST_MS : history.revision === revision);
      if (fresh) return history!;
      if (history !== null && revision === undefined) {
        const [row] = await (tx ?? sql)<{ revision: number }[]>`select revision from settings_revision`;
        readAt = machineNow();
        if (row?.revision === history.revision) return history;
      }
      history = await readSettings(tx ?? sql);
      readAt = machineNow();
      return history;
    },
  };
}
