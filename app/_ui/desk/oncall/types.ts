import type { ContactKind } from "../../../../domain/oncall/types.ts";

/** Who has it from one instant until another, epoch ms of shop time; name null: nobody. */
export interface ShownSpan {
  fromAt: number;
  toAt: number;
  name: string | null;
  /** It was put in by hand, over the rotation. */
  override: boolean;
}

export interface ShownSchedule {
  key: string;
  nameZh: string;
  nameEn: string;
  /** Roles whose calls go here, by name. */
  roles: { nameZh: string; nameEn: string }[];
  spans: ShownSpan[];
  /** Hours in which a call would go elsewhere, in words. */
  gaps: { fromAt: number; words: string }[];
}

export interface ShownPerson {
  id: string;
  name: string;
  active: boolean;
  /** "23:00–07:00"; null: never quiet. */
  quiet: string | null;
  /** Masked: 138****0001. */
  contacts: { id: string; kind: ContactKind; address: string; verified: boolean }[];
}

export interface ShownRole {
  key: string;
  nameZh: string;
  nameEn: string;
  members: string[];
  group: string | null;
  schedule: string | null;
}

export interface OnCallData {
  asOf: string;
  untilMs: number;
  schedules: ShownSchedule[];
  roles: ShownRole[];
  people: ShownPerson[];
  /** Who is asked when nobody else can be. */
  fallback: string[];
}
