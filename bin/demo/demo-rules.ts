import { defaultPolicies } from "../../domain/escalation/defaults.ts";
import type { EscalationSettings, PolicyVersion } from "../../domain/escalation/types.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Where an hour passes in a minute, what people do by hand needs more of the shop's time than it would. */
export const DEMO_SETTINGS: Partial<EscalationSettings> = {
  // A real half minute of gathering, and two real minutes to clear what was taken.
  storm: { windowMs: 30 * MINUTE_MS, from: 3 },
  pledgeMs: 2 * HOUR_MS,
};

/** A phone rings for a real minute, so the next round of calls cannot come within the hour. */
const CALL_AGAIN = { everyMs: 3 * HOUR_MS, limit: 8 };

export function demoPolicies(): PolicyVersion[] {
  return defaultPolicies().map((policy) => ({
    ...policy,
    steps: policy.steps.map((step) => (step.kind === "voice" ? { ...step, repeat: CALL_AGAIN } : step)),
  }));
}

/** When the couriers' trucks leave: what waits for one is due by then, and the board looks forward to it. */
export const DEMO_CUTOFFS: Readonly<Record<string, string[]>> = { awaiting_pickup: ["17:00", "21:00"] };
