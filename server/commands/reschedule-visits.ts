import { isDeepStrictEqual } from "node:util";
import type { Tx } from "../../db/sql.ts";
import { lockWaitingAt, type WaitingVisit, writeNextSteps } from "../../db/stores/due-visits.ts";
import { type EscalationRules, policyFor } from "../../domain/escalation/policy.ts";
import { firstStepAt } from "../../domain/escalation/steps.ts";
import type { PolicyVersion } from "../../domain/escalation/types.ts";
import { nodesByRank } from "../../domain/settings/history.ts";
import type { NodeVersion, SettingsHistory } from "../../domain/settings/types.ts";

/** Visits read and written at a time. */
const CHUNK = 5_000;

/**
 * After policies changed: open visits without an alert wait for the first step of the policy that holds now. Alerts keep
 * the version with which they began. A visit that is late already and of which nobody was to be told is told of when its
 * policy now has steps, unless it was quiet for a reason of its own (imported late, seen to by hand).
 * The caller owns the settings lock, has bumped the revision, and pokes "steps" once it has committed.
 * @param before as readRules read them before the change
 * @param after as it reads them within this transaction
 * @returns how many visits wait for another moment
 */
export async function rescheduleOpenVisits(
  tx: Tx,
  before: EscalationRules,
  after: EscalationRules,
  settings: SettingsHistory,
): Promise<number> {
  const changed = changedVersions(before, after);
  let moved = 0;
  for (const node of nodesByRank(settings)) {
    if (!changed.some((policy) => mayConcern(policy, node))) continue;
    for await (const visits of lockWaitingAt(tx, node.key, CHUNK)) {
      const rows = visits.flatMap((visit) => {
        const nextStepAt = nextStepOf(visit, node, before, after, settings);
        return nextStepAt === visit.nextStepAt ? [] : [{ ...visit, nextStepAt }];
      });
      await writeNextSteps(tx, rows);
      moved += rows.length;
    }
  }
  return moved;
}

/** The newest versions, old and new, of every policy that changed. */
function changedVersions(before: EscalationRules, after: EscalationRules): PolicyVersion[] {
  const keys = new Set([...before.policies.keys(), ...after.policies.keys()]);
  return [...keys].flatMap((key) => {
    const [old, now] = [before, after].map((rules) => rules.policies.get(key)?.at(-1));
    return isDeepStrictEqual(old, now) ? [] : [old, now].filter((policy) => policy !== undefined);
  });
}

function mayConcern({ conditions: { nodes, severities } }: PolicyVersion, node: NodeVersion): boolean {
  return (
    (nodes === undefined || nodes.includes(node.key)) &&
    (severities === undefined || (node.severity !== null && severities.includes(node.severity)))
  );
}

function nextStepOf(
  visit: WaitingVisit,
  { severity }: NodeVersion,
  before: EscalationRules,
  after: EscalationRules,
  settings: SettingsHistory,
): number | null {
  const firstUnder = (rules: EscalationRules) => {
    const policy = policyFor(rules, { ...visit, severity }, settings);
    return policy && firstStepAt(policy.steps, visit);
  };
  const isQuiet = visit.nextStepAt === null && firstUnder(before) !== null;
  return isQuiet ? null : firstUnder(after);
}
