import { describe, expect, it } from "vitest";
import { BEGINNING, defaultClocks, defaultNodes } from "../settings/defaults.ts";
import { historyOf } from "../settings/history.ts";
import { DEFAULT_ESCALATION_SETTINGS, defaultPolicies } from "./defaults.ts";
import { type EscalationRules, type PolicySubject, policyAt, policyFor, policyVersion } from "./policy.ts";
import { planStorm } from "./storm.ts";
import type { PolicyVersion } from "./types.ts";

const ZONE = "Asia/Shanghai";
const settings = historyOf(1, defaultNodes(ZONE), defaultClocks(ZONE), {
  holidays: new Set(),
  makeUpDays: new Set(),
});
const at = (text: string) => Date.parse(`2026-11-11T${text}:00+08:00`);
const subject: PolicySubject = {
  node: "packed",
  severity: 1,
  segment: null,
  channel: "taobao",
  customerTier: null,
  orderNo: "A1",
  dueAt: at("14:00"),
};

function rulesOf(...more: PolicyVersion[]): EscalationRules {
  const policies = new Map<string, PolicyVersion[]>();
  for (const policy of [...defaultPolicies(), ...more])
    policies.set(policy.key, [...(policies.get(policy.key) ?? []), policy]);
  return { revision: 1, policies, settings: DEFAULT_ESCALATION_SETTINGS };
}

const own = (more: Partial<PolicyVersion>): PolicyVersion => ({
  ...defaultPolicies()[0]!,
  key: "own",
  rank: 90,
  ...more,
});
const chosen = (rules: EscalationRules, more: Partial<PolicySubject> = {}) =>
  policyFor(rules, { ...subject, ...more }, settings)?.key ?? null;

describe("the policy of a visit", () => {
  it("is by severity to begin with; severity 3 only lights up; a VIP's is stricter", () => {
    const rules = rulesOf();
    expect([1, 2, 3].map((severity) => chosen(rules, { severity: severity as 1 | 2 | 3 }))).toEqual([
      "p1",
      "p2",
      null,
    ]);
    expect(chosen(rules, { severity: 2, customerTier: "vip" })).toBe("vip");
    expect(chosen(rules, { severity: 3, customerTier: "vip" })).toBeNull();
  });

  it.each([
    ["nodes", { nodes: ["packed"] }, { node: "picking" }],
    ["orders", { orderNos: ["A1", "A2"] }, { orderNo: "A3" }],
    ["segments", { segments: ["b2b"] }, {}],
    ["channels", { channels: ["taobao"] }, { channel: null }],
    ["hours", { hours: { clock: "office", within: true } }, { dueAt: at("18:00") }],
    ["other hours", { hours: { clock: "office", within: false } }, {}],
  ] as const)("can be for some %s alone", (_, conditions, not) => {
    const rules = rulesOf(own({ conditions: conditions as PolicyVersion["conditions"] }));
    const yes = {
      segment: "b2b",
      dueAt: "hours" in conditions && !conditions.hours.within ? at("20:00") : subject.dueAt,
    };
    expect(chosen(rules, yes)).toBe("own");
    expect(chosen(rules, not)).toBe("p1");
  });

  it("is the newest version's, enabled; an alert finds the version with which it began, and the past its own", () => {
    const from = at("10:00");
    const rules = rulesOf(
      own({ conditions: {}, validFrom: from }),
      own({ conditions: {}, validFrom: from + 1, enabled: false }),
    );
    expect(chosen(rules)).toBe("p1");
    expect(policyVersion(rules, "own", from)).toMatchObject({ enabled: true });
    expect(policyVersion(rules, "own", BEGINNING)).toBeNull();
    const then = [from - 1, from, from + 1].map((ms) => policyAt(rules, subject, settings, ms)?.key);
    expect(then).toEqual(["p1", "own", "p1"]);
  });
});

describe("a storm", () => {
  const storm = { from: 3, windowMs: 1_000 };
  it.each([
    [
      "below the count each has its own message",
      { told: 0, since: null },
      2,
      { alone: 2, togetherAt: 5_000 },
    ],
    ["so many at once are one message at once", { told: 0, since: null }, 3, { alone: 0, togetherAt: 5_000 }],
    [
      "the first ones alone, the others at the window's end",
      { told: 1, since: 4_500 },
      4,
      { alone: 1, togetherAt: 5_500 },
    ],
    ["all of them together once it is on", { told: 7, since: 4_900 }, 1, { alone: 0, togetherAt: 5_900 }],
  ])("%s", (_, lately, come, plan) => {
    expect(planStorm(storm, lately, come, 5_000)).toEqual(plan);
  });
});
