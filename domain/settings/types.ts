/** The lane (泳道) a node hangs in on the wall: the shop's five lifelines. */
export const LANES = ["procurement", "warehouse", "logistics", "finance", "aftersale"] as const;
export type Lane = (typeof LANES)[number];

/** Part of an order's life: pre_ship (nodes 1 to 7), carrier (8 to 11), after (the rest). */
export const PHASES = ["pre_ship", "carrier", "after"] as const;
export type Phase = (typeof PHASES)[number];

export const NODE_KINDS = ["key", "exception", "watch"] as const;
export type NodeKind = (typeof NODE_KINDS)[number];

/** Which of a token's promises a node watches. */
export const PROMISE_KINDS = ["ship", "collect", "deliver", "appointment", "aftersale"] as const;
export type PromiseKind = (typeof PROMISE_KINDS)[number];

/** What makes a node a watch: a condition that lasts. Its length is the node's allowance. */
export interface WatchRule {
  /** JSONLogic over the variables of domain/watch/variables.ts. */
  condition: unknown;
  /** What begins the hold anew while the condition goes on: `event`, `scan`, or variables whose value changes. */
  restartOn: string[];
  /** Node to which `main` is moved when the hold has lasted its allowance; null: it only lights up. */
  moveTo: string | null;
  /** Node whose times it has and follows; absent: it has its own. */
  timesOf?: string;
  /** Off: nothing holds, and open visits end. */
  enabled: boolean;
}

/** One version of a node's settings, holding from `validFrom` until the next version of the same key. */
export interface NodeVersion {
  key: string;
  /** Order on the wall and in the fold; 1 to 21 for the nodes to begin with. */
  rank: number;
  nameZh: string;
  nameEn: string;
  lane: Lane;
  phase: Phase;
  kind: NodeKind;
  /** Allowance until yellow, on the node's clock. */
  warnMs: number | null;
  /** Allowance until red, on the node's clock. */
  dueMs: number | null;
  /** How long before a promise or cut-off the light turns yellow; null: due − warn (cut-off: 2 h). */
  leadMs: number | null;
  /** Key of the clock the allowance counts on. */
  clock: string;
  promise: PromiseKind | null;
  /** 1 fetches a person by voice, 3 only lights up; null: no deadline of its own. */
  severity: 1 | 2 | 3 | null;
  /** Role that owns the node. */
  owner: string;
  /** Daily cut-off times "HH:MM" in `cutoffTimezone`, ascending; empty: none. */
  cutoffs: string[];
  cutoffTimezone: string;
  /** Of kind watch only; its key is `watch:RULE`, which is its token too. */
  watch?: WatchRule;
  /** Epoch ms from which this version holds. */
  validFrom: number;
}

/** One version of a clock: the hours in which an allowance counts. */
export interface ClockVersion {
  key: string;
  timezone: string;
  /** Daily windows "HH:MM"–"HH:MM" (24:00 allowed); null: always. */
  windows: { from: string; to: string }[] | null;
  /** every_day, or only on Chinese working days (Mon–Fri less holidays, plus make-up days). */
  days: "every_day" | "cn_working";
  validFrom: number;
}

/** Dates "YYYY-MM-DD" on which the Chinese working week is not what the weekday says. */
export interface Calendar {
  holidays: ReadonlySet<string>;
  makeUpDays: ReadonlySet<string>;
}

/** Every version of every setting the fold reads; versions of a key ascend by validFrom. */
export interface SettingsHistory {
  /** Grows with every change, so that a cache can tell it is stale. */
  revision: number;
  nodes: ReadonlyMap<string, readonly NodeVersion[]>;
  clocks: ReadonlyMap<string, readonly ClockVersion[]>;
  calendar: Calendar;
}
