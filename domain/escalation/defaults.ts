import { BEGINNING } from "../settings/defaults.ts";
import type { EscalationSettings, PolicyStep, PolicyVersion, StepTarget } from "./types.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const owner: StepTarget[] = [{ kind: "owner" }];
/** Who is called, one after the other. */
const chain: StepTarget[] = [{ kind: "owner" }, { kind: "on_call" }, { kind: "fallback" }];
/** Three hours of calls, then it is up to the wall. */
const CALL_AGAIN = { everyMs: 15 * MINUTE_MS, limit: 12 };

const headsUp: PolicyStep = {
  kind: "chat",
  anchor: "warn",
  offsetMs: 0,
  beforePromiseMs: null,
  targets: owner,
  repeat: null,
};
const chatWhenDue: PolicyStep = { ...headsUp, anchor: "due" };
const flagWhenDue: PolicyStep = { ...chatWhenDue, kind: "flag", targets: [] };
const call = (afterMs: number, beforePromiseMs: number): PolicyStep => ({
  kind: "voice",
  anchor: "due",
  offsetMs: afterMs,
  beforePromiseMs,
  targets: chain,
  repeat: CALL_AGAIN,
});

/** The policies to begin with; severity 3 has none, it only lights up. */
export function defaultPolicies(): PolicyVersion[] {
  const policy = (
    key: string,
    nameZh: string,
    nameEn: string,
    more: Pick<PolicyVersion, "rank" | "conditions" | "steps">,
  ) => ({ key, nameZh, nameEn, enabled: true, validFrom: BEGINNING, ...more });
  return [
    policy("p1", "一级：提醒、群消息、红旗、电话", "Severity 1: heads-up, message, flag, call", {
      rank: 10,
      conditions: { severities: [1] },
      steps: [headsUp, chatWhenDue, flagWhenDue, call(2 * HOUR_MS, 2 * HOUR_MS)],
    }),
    policy("p2", "二级：群消息、红旗", "Severity 2: message and flag", {
      rank: 10,
      conditions: { severities: [2] },
      steps: [chatWhenDue, flagWhenDue],
    }),
    policy("vip", "VIP 订单：早一小时打电话", "VIP orders: called an hour sooner", {
      rank: 50,
      conditions: { customerTiers: ["vip", "VIP"], severities: [1, 2] },
      steps: [headsUp, chatWhenDue, flagWhenDue, call(HOUR_MS, 3 * HOUR_MS)],
    }),
  ];
}

export const DEFAULT_ESCALATION_SETTINGS: EscalationSettings = {
  storm: { windowMs: 2 * MINUTE_MS, from: 3 },
  pledgeMs: HOUR_MS,
  fallback: [],
  shopName: "安灯",
  ringS: 20,
  tellLate: false,
};
