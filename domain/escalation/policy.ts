import { newest, versionAt } from "../settings/history.ts";
import type { SettingsHistory } from "../settings/types.ts";
import { isRunning } from "../sla/running.ts";
import type { EscalationSettings, PolicyConditions, PolicyVersion } from "./types.ts";

/** Everything the escalator decides by, as of one revision of the settings. */
export interface EscalationRules {
  revision: number;
  /** Versions of a key ascend by validFrom. */
  policies: ReadonlyMap<string, readonly PolicyVersion[]>;
  settings: EscalationSettings;
}

/** What policies are chosen by. */
export interface PolicySubject {
  node: string;
  severity: 1 | 2 | 3 | null;
  segment: string | null;
  channel: string | null;
  customerTier: string | null;
  orderNo: string;
  dueAt: number | null;
}

const ranked = new WeakMap<EscalationRules, PolicyVersion[]>();

/**
 * The policy of a visit: of the newest versions that are enabled and whose conditions hold, the one with the highest
 * rank (of equals the first by key); null: nobody is told.
 */
export function policyFor(
  rules: EscalationRules,
  subject: PolicySubject,
  settings: Pick<SettingsHistory, "clocks" | "calendar">,
): PolicyVersion | null {
  let policies = ranked.get(rules);
  if (!policies) {
    policies = byRank([...rules.policies.values()].map(newest));
    ranked.set(rules, policies);
  }
  return chosen(policies, subject, settings);
}

/** The same as it was decided at an instant: for looking back. */
export function policyAt(
  rules: EscalationRules,
  subject: PolicySubject,
  settings: Pick<SettingsHistory, "clocks" | "calendar">,
  atMs: number,
): PolicyVersion | null {
  const then = [...rules.policies.values()].filter((versions) => versions[0]!.validFrom <= atMs);
  return chosen(byRank(then.map((versions) => versionAt(versions, atMs))), subject, settings);
}

/** The version with which an alert began; null when there is none such. */
export function policyVersion(rules: EscalationRules, key: string, validFrom: number): PolicyVersion | null {
  return rules.policies.get(key)?.find((version) => version.validFrom === validFrom) ?? null;
}

function byRank(policies: readonly PolicyVersion[]): PolicyVersion[] {
  return policies
    .filter((policy) => policy.enabled)
    .sort((a, b) => b.rank - a.rank || (a.key < b.key ? -1 : 1));
}

function chosen(
  policies: readonly PolicyVersion[],
  subject: PolicySubject,
  settings: Pick<SettingsHistory, "clocks" | "calendar">,
): PolicyVersion | null {
  return policies.find(({ conditions }) => holds(conditions, subject, settings)) ?? null;
}

function holds(
  conditions: PolicyConditions,
  subject: PolicySubject,
  settings: Pick<SettingsHistory, "clocks" | "calendar">,
): boolean {
  const { nodes, severities, segments, channels, customerTiers, orderNos, hours } = conditions;
  return (
    isOneOf(severities, subject.severity) &&
    isOneOf(nodes, subject.node) &&
    isOneOf(segments, subject.segment) &&
    isOneOf(channels, subject.channel) &&
    isOneOf(customerTiers, subject.customerTier) &&
    isOneOf(orderNos, subject.orderNo) &&
    (hours === undefined || isInHours(hours, subject.dueAt, settings))
  );
}

function isOneOf<T>(wanted: readonly T[] | undefined, value: T | null): boolean {
  return wanted === undefined || (value !== null && wanted.includes(value));
}

/** Judged when it becomes due. A clock that is gone never runs. */
function isInHours(
  { clock, within }: { clock: string; within: boolean },
  dueAt: number | null,
  { clocks, calendar }: Pick<SettingsHistory, "clocks" | "calendar">,
): boolean {
  if (dueAt === null) return false;
  const versions = clocks.get(clock);
  return within === (versions !== undefined && isRunning(newest(versions), calendar, dueAt));
}
