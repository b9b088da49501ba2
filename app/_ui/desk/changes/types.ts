import type { ChangedVisits, ChangeKind, Changes } from "../../../../domain/wire/changes.ts";

/** A stretch that people ask for by its name. */
export const PRESETS = ["hour_before", "last_hour", "this_hour", "night", "today", "yesterday"] as const;
export type PresetKey = (typeof PRESETS)[number];

export interface Preset {
  key: PresetKey;
  fromMs: number;
  toMs: number;
}

/** What the page was asked; epoch ms of shop time. */
export interface ChangesQuery {
  fromMs: number;
  toMs: number;
  /** Whose visits are listed below; null: nobody's. */
  show: ChangeKind | null;
  /** Of one node; null: of all of them. */
  node: string | null;
  cursor: string | null;
}

export interface ChangesPageData {
  changes: Changes;
  list: ChangedVisits | null;
}
