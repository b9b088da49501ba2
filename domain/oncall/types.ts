/** Ways to reach somebody. */
export const CONTACT_KINDS = ["dingtalk", "wecom", "feishu", "phone", "email"] as const;
export type ContactKind = (typeof CONTACT_KINDS)[number];

export interface Contact {
  id: string;
  kind: ContactKind;
  address: string;
  /** Only then does it count. */
  verified: boolean;
}

/** Hours in which somebody is left alone, but for what is at least as severe as `bypassSeverity` (1 is the worst). */
export interface QuietHours {
  /** "HH:MM"; past midnight when `to` is earlier. */
  from: string;
  to: string;
  timezone: string;
  bypassSeverity: 0 | 1 | 2;
}

export interface Person {
  id: string;
  name: string;
  language: "zh-CN" | "en";
  active: boolean;
  quiet: QuietHours | null;
  /** The first of a kind is asked first. */
  contacts: Contact[];
}

export interface Role {
  key: string;
  nameZh: string;
  nameEn: string;
  groupKey: string | null;
  schedule: string | null;
  /** People's ids, the first is asked first. */
  members: string[];
}

/** One layer of a rotation: who has it by turns. */
export interface ScheduleVersion {
  key: string;
  nameZh: string;
  nameEn: string;
  timezone: string;
  rotation: { every: "day" | "week" | "hours"; hours?: number };
  /** The first turn begins here, epoch ms; hand-overs keep its local time of day. */
  startAt: number;
  /** People's ids by turns. */
  participants: string[];
  /** Daily windows "HH:MM" in which somebody is on call; null: always. */
  windows: { from: string; to: string }[] | null;
  validFrom: number;
}

export interface ScheduleOverride {
  id: string;
  schedule: string;
  personId: string;
  insteadOf: string | null;
  fromAt: number;
  toAt: number;
  note: string | null;
}

/** What a robot of a group speaks; through a webhook nobody can be named. */
export const ROBOT_KINDS = ["dingtalk", "wecom", "feishu", "webhook"] as const;
export type RobotKind = (typeof ROBOT_KINDS)[number];

export interface Group {
  key: string;
  name: string;
  /** Of its robots that are enabled. */
  kinds: RobotKind[];
}

/** Everybody who can be told, as one moment knows them. */
export interface Directory {
  people: ReadonlyMap<string, Person>;
  roles: ReadonlyMap<string, Role>;
  /** Versions of a key ascend by validFrom. */
  schedules: ReadonlyMap<string, readonly ScheduleVersion[]>;
  /** Those that were not cancelled. */
  overrides: readonly ScheduleOverride[];
  /** Groups that have at least one robot that is enabled. */
  groups: ReadonlyMap<string, Group>;
}
