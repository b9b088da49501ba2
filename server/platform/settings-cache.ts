import type { SettingsHistory } from "../../domain/settings/types.ts";

/** The settings history of this process, read again when its revision is not the database's. */
export interface SettingsCache {
  /** The history at least as new as `revision` (default: whatever is at hand, read on first use). */
  get(revision?: number): Promise<SettingsHistory>;
}
