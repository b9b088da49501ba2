import type { Tx } from "../../db/sql.ts";
import { readRules } from "../../db/stores/policies.ts";
import { policyVersion } from "../../domain/escalation/policy.ts";
import type { PolicyStep, StepTarget } from "../../domain/escalation/types.ts";

/** Who stands in line beyond what the policy's step names, so that there is somebody to pass it to. */
const BEYOND: readonly StepTarget[] = [{ kind: "owner" }, { kind: "on_call" }, { kind: "fallback" }];

/** The targets of a step, which the policy need not have, and whoever stands beyond them. */
export function withBeyond(step: PolicyStep | undefined): StepTarget[] {
  return [...(step?.targets ?? []), ...BEYOND];
}

/** The steps of the policy that an alert began with. */
export async function stepsOf(tx: Tx, alertId: string): Promise<readonly PolicyStep[]> {
  const [row] = await tx<{ key: string; validFrom: number }[]>`
    select policy as key, policy_valid_from as "validFrom" from alerts where id = ${alertId}`;
  return policyVersion(await readRules(tx), row!.key, row!.validFrom)?.steps ?? [];
}
