/** What a step does: a message in a chat, the red flag on the wall, a voice call. */
export const STEP_KINDS = ["chat", "flag", "voice"] as const;
export type StepKind = (typeof STEP_KINDS)[number];

/** Whom a step is for, before anybody knows who that is tonight. */
export type StepTarget =
  | { kind: "owner" }
  | { kind: "role"; role: string }
  | { kind: "person"; personId: string }
  | { kind: "schedule"; schedule: string }
  /** Whoever is on call for the node's owner. */
  | { kind: "on_call" }
  /** Whom the settings name for when nobody else is there. */
  | { kind: "fallback" };

export interface PolicyStep {
  kind: StepKind;
  /** Counted from here; negative: before it. */
  anchor: "warn" | "due";
  offsetMs: number;
  /** So long before the promise instead, where the promise decides dueAt; null: no difference. */
  beforePromiseMs: number | null;
  /** A call goes to one after the other until somebody takes it; a message goes to all. Empty for a flag. */
  targets: StepTarget[];
  /** Again and again until somebody takes it, at most `limit` times more; null: once. */
  repeat: { everyMs: number; limit: number } | null;
}

/** Which visits a policy is for; every condition that is given must hold, any value of each will do. */
export interface PolicyConditions {
  nodes?: string[];
  severities?: (1 | 2 | 3)[];
  segments?: string[];
  channels?: string[];
  customerTiers?: string[];
  orderNos?: string[];
  /** Only what becomes due while this clock runs, or only while it stands still. */
  hours?: { clock: string; within: boolean };
}

/** One version of a policy, holding for alerts that begin from `validFrom` on. */
export interface PolicyVersion {
  key: string;
  nameZh: string;
  nameEn: string;
  /** Of several that match a visit the highest rank decides. */
  rank: number;
  enabled: boolean;
  conditions: PolicyConditions;
  /** In the order in which they fire. */
  steps: PolicyStep[];
  validFrom: number;
}

/** What all policies share. */
export interface EscalationSettings {
  /** Of the alerts at one node for one destination, those from the nth within the window on are told in one message. */
  storm: { windowMs: number; from: number };
  /** What "I take it" promises when nothing else is said. */
  pledgeMs: number;
  /** Asked when nobody else can be: people's ids, in order. */
  fallback: string[];
  /** Name of the shop as calls say it. */
  shopName: string;
  /** How long it rings, seconds. */
  ringS: number;
  /** Whether visits that were late already when they were imported raise alerts. */
  tellLate: boolean;
}
