import type { Tx } from "../../db/sql.ts";
import { writeAudit } from "../../db/stores/audit.ts";
import { readDirectory } from "../../db/stores/directory.ts";
import { ownSettings } from "../../db/stores/locks.ts";
import { insertPolicyVersion, readRules } from "../../db/stores/policies.ts";
import { bumpRevision, readSettings } from "../../db/stores/settings.ts";
import type { PolicyStep, PolicyVersion, StepTarget } from "../../domain/escalation/types.ts";
import type { Directory } from "../../domain/oncall/types.ts";
import { newest } from "../../domain/settings/history.ts";
import type { SettingsHistory } from "../../domain/settings/types.ts";
import type { PolicyBody } from "../../domain/wire/policies.ts";
import { poke } from "../live/poke.ts";
import type { Context } from "../platform/context.ts";
import { Refusal } from "./refusal.ts";
import { rescheduleOpenVisits } from "./reschedule-visits.ts";

export interface PolicySet {
  policy: PolicyVersion;
  /** A policy of this key was not there before. */
  isNew: boolean;
  /** Open visits that now wait for another moment. */
  visitsRescheduled: number;
}

/**
 * Makes a policy, or a new version of one, that holds from now on (shop time): open visits without an alert wait for its
 * steps at once, alerts keep the version with which they began.
 * @param actor who, for the audit
 * @throws Refusal when it names what is not there
 */
export async function setPolicy(
  context: Context,
  actor: string,
  key: string,
  body: PolicyBody,
): Promise<PolicySet> {
  const set = await context.sql.begin((begun) =>
    setWithin(begun as unknown as Tx, context, actor, key, body),
  );
  poke(context, "steps");
  return set;
}

async function setWithin(
  tx: Tx,
  { clock }: Context,
  actor: string,
  key: string,
  body: PolicyBody,
): Promise<PolicySet> {
  await ownSettings(tx);
  const [settings, before, directory] = [
    await readSettings(tx),
    await readRules(tx),
    await readDirectory(tx),
  ];
  refuseUnknown(body, settings, directory);
  const versions = before.policies.get(key);
  const last = versions ? newest(versions) : null;
  // Never at the same instant: alerts know their version by when it began.
  const validFrom = Math.max(clock.shopNow(), (last?.validFrom ?? Number.NEGATIVE_INFINITY) + 1);
  const policy: PolicyVersion = { key, ...body, validFrom } as PolicyVersion;
  await insertPolicyVersion(tx, policy);
  await bumpRevision(tx);
  await writeAudit(tx, {
    at: clock.machineNow(),
    actor,
    action: last ? "policy.change" : "policy.add",
    subject: `policy:${key}`,
    detail: { before: last, after: policy },
  });
  const visitsRescheduled = await rescheduleOpenVisits(tx, before, await readRules(tx), settings);
  return { policy, isNew: last === null, visitsRescheduled };
}

/** @throws Refusal unknown_reference */
export function refuseUnknown(
  { conditions, steps }: Pick<PolicyBody, "conditions" | "steps">,
  settings: SettingsHistory,
  directory: Directory,
): void {
  for (const node of conditions.nodes ?? [])
    if (!settings.nodes.has(node)) throw unknown("conditions.nodes", node, [...settings.nodes.keys()]);
  const clock = conditions.hours?.clock;
  if (clock !== undefined && !settings.clocks.has(clock))
    throw unknown("conditions.hours.clock", clock, [...settings.clocks.keys()]);
  for (const [at, step] of (steps as PolicyStep[]).entries())
    for (const target of step.targets) refuseTarget(`steps.${at}.targets`, target, directory);
}

function refuseTarget(field: string, target: StepTarget, directory: Directory): void {
  const { people, roles, schedules } = directory;
  if (target.kind === "role" && !roles.has(target.role)) throw unknown(field, target.role, [...roles.keys()]);
  if (target.kind === "schedule" && !schedules.has(target.schedule))
    throw unknown(field, target.schedule, [...schedules.keys()]);
  if (target.kind === "person" && !people.has(target.personId))
    throw new Refusal("unknown_reference", `${field}: there is no person ${target.personId}`);
}

const MAX_NAMED = 30;

function unknown(field: string, value: string, known: readonly string[]): Refusal {
  const list = known.slice(0, MAX_NAMED).join(", ") || "none";
  return new Refusal(
    "unknown_reference",
    `${field}: there is no ${JSON.stringify(value)}; known are ${list}`,
  );
}
