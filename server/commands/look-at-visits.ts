import type { EscalatingAlert } from "../../db/stores/alert-steps.ts";
import type { Resolution } from "../../db/stores/alerts.ts";
import type { ClaimedVisit } from "../../db/stores/due-visits.ts";
import type { Firing } from "../../db/stores/firing.ts";
import { orderedId } from "../../db/stores/ordered-id.ts";
import { type ComingStep, decide, type GoOn, strongestKind } from "../../domain/escalation/decide.ts";
import { policyFor, policyVersion } from "../../domain/escalation/policy.ts";
import type { PolicyStep, PolicyVersion } from "../../domain/escalation/types.ts";
import type { Directory } from "../../domain/oncall/types.ts";
import { newest } from "../../domain/settings/history.ts";
import type { NodeVersion } from "../../domain/settings/types.ts";
import type { StepTerms } from "./plan-steps.ts";
import type { PledgePassed } from "./pledge-notices.ts";
import { type Addressee, addresseesOf } from "./step-targets.ts";
import type { Telling } from "./tell-steps.ts";

/** For an alert whose policy is gone without a trace: nothing more is told of it. */
const NO_POLICY: PolicyVersion = {
  key: "none",
  nameZh: "",
  nameEn: "",
  rank: 0,
  enabled: true,
  conditions: {},
  steps: [],
  validFrom: 0,
};

/** Who is asked to act where a policy has nothing left to say. */
const LAST_WORD: PolicyStep = {
  kind: "chat",
  anchor: "due",
  offsetMs: 0,
  beforePromiseMs: null,
  targets: [{ kind: "fallback" }],
  repeat: null,
};

/** What looking at one batch of visits comes to: decided by the domain, written by whoever looks. */
export class Look {
  readonly firing: Firing = { opened: [], progressed: [], steps: [], notifications: [], visits: [] };
  readonly ended: { id: string; resolution: Resolution }[] = [];
  readonly tellings: Telling[] = [];
  readonly pledgesPassed: PledgePassed[] = [];
  fired = 0;
  /** Whether a step finds nobody in its own way, a message or a call. */
  untold = false;
  /** Nodes of which nobody at all can be told. */
  readonly swallowed = new Set<string>();
  readonly #terms: StepTerms;
  readonly #directory: Directory;
  readonly #now: number;
  /** Visits of one node mostly tell the same people. */
  readonly #addressees = new Map<string, Addressee[]>();

  constructor(terms: StepTerms, directory: Directory, now: number) {
    this.#terms = terms;
    this.#directory = directory;
    this.#now = now;
  }

  at(visit: ClaimedVisit, alert: EscalatingAlert | null): void {
    const { settings, rules } = this.#terms;
    const node = newest(settings.nodes.get(visit.node)!);
    const current = policyFor(rules, { ...visit, severity: node.severity }, settings);
    const begun = alert && policyVersion(rules, alert.policy, alert.policyValidFrom);
    const policy = begun ?? current ?? NO_POLICY;
    const decision = decide(visit, alert, policy.steps, current?.steps ?? [], this.#now);
    const goesOn = alert !== null && decision.kind !== "end";
    const alerted = goesOn || decision.kind === "go_on";
    this.firing.visits.push({ orderId: visit.orderId, id: visit.id, nextStepAt: decision.nextAt, alerted });
    if (decision.kind === "end") this.ended.push({ id: alert!.id, resolution: decision.resolution });
    if (decision.kind === "go_on") this.#goOn(visit, node, policy, alert, decision);
    else if (goesOn) this.#noteDeadline(visit, alert);
  }

  #goOn(
    visit: ClaimedVisit,
    node: NodeVersion,
    policy: PolicyVersion,
    alert: EscalatingAlert | null,
    decision: GoOn,
  ): void {
    const id = alert?.id ?? orderedId(this.#now);
    const severity = alert?.severity ?? node.severity ?? 3;
    const kinds = decision.fired.map(({ step }) => policy.steps[step]!.kind);
    const stage = strongestKind(alert ? [alert.stage, ...kinds] : kinds);
    const flagAt = alert?.flagAt ?? (kinds.includes("flag") ? this.#now : null);
    const dueAt = visit.dueAt!;
    const nextStep = decision.next?.step ?? policy.steps.length;
    const round = decision.next?.round ?? 0;
    if (alert) {
      const reopened = decision.pledgePassed;
      this.firing.progressed.push({ id, dueAt, stage, flagAt, nextStep, round, reopened });
    } else {
      this.firing.opened.push({
        id,
        orderId: visit.orderId,
        orderNo: visit.orderNo,
        visitId: visit.id,
        token: visit.token,
        node: node.key,
        severity,
        policy: policy.key,
        policyValidFrom: policy.validFrom,
        enteredAt: visit.enteredAt,
        dueAt,
        stage,
        flagAt,
        nextStep,
        round,
      });
    }
    this.#record(id, policy, "fired", decision.fired);
    this.#record(id, policy, "skipped", decision.skipped);
    this.#tell(visit, node, policy, { id, severity, takenBy: alert?.takenBy ?? null }, decision);
    if (decision.pledgePassed) this.#tellPledge(node, policy, alert!, decision.tellsOn);
    this.fired++;
  }

  #record(
    alertId: string,
    policy: PolicyVersion,
    outcome: "fired" | "skipped",
    steps: readonly ComingStep[],
  ): void {
    for (const { step, round, dueAt } of steps) {
      const { kind } = policy.steps[step]!;
      this.firing.steps.push({ alertId, step, round, kind, outcome, dueAt });
    }
  }

  #tell(
    visit: ClaimedVisit,
    node: NodeVersion,
    policy: PolicyVersion,
    { id, severity, takenBy }: { id: string; severity: 1 | 2 | 3; takenBy: string | null },
    { fired, pledgePassed }: GoOn,
  ): void {
    const light = visit.dueAt! <= this.#now ? "red" : "yellow";
    for (const { step, dueAt } of fired) {
      const { kind: way } = policy.steps[step]!;
      if (way === "flag") continue;
      const addressees = this.#addresseesOf(node, policy, step, severity, pledgePassed ? takenBy : null);
      this.#noteWhoIsLeft(way, addressees, node.key);
      for (const addressee of addressees)
        this.tellings.push({ alertId: id, node: node.key, severity, light, stepDueAt: dueAt, addressee });
    }
  }

  #noteWhoIsLeft(way: "chat" | "voice", addressees: readonly Addressee[], node: string): void {
    if (!addressees.some(({ kind }) => kind === way)) this.untold = true;
    if (addressees.length === 0) this.swallowed.add(node);
  }

  /** The groups that the policy tells hear of it, and where it tells nobody more the fallback, who is to act. */
  #tellPledge(node: NodeVersion, policy: PolicyVersion, alert: EscalatingAlert, tellsOn: boolean): void {
    const { severity, takenBy } = alert;
    const step = policy.steps.findIndex(({ kind }) => kind === "chat");
    const told = step < 0 ? [] : this.#addresseesOf(node, policy, step, severity, null);
    const named = new Map([
      ...told.map(({ groupKey }) => [groupKey, takenBy] as const),
      ...(tellsOn ? [] : this.#askFallback(node, alert)),
    ]);
    for (const [groupKey, personId] of named)
      if (groupKey !== null) this.pledgesPassed.push({ alert, node: node.key, groupKey, personId, tellsOn });
  }

  /** @returns groups and whom a line names there, the last one of a group counts; where there is none, it calls */
  #askFallback(node: NodeVersion, alert: EscalatingAlert): [string | null, string | null][] {
    const { id: alertId, severity, pledgeUntil, takenBy } = alert;
    const circumstances = { ownerRole: node.owner, atMs: this.#now, severity };
    const { settings } = this.#terms.rules;
    const asked = addresseesOf(LAST_WORD, this.#directory, settings, circumstances, null);
    this.#noteWhoIsLeft("chat", asked, node.key);
    const stepDueAt = pledgeUntil ?? this.#now;
    for (const addressee of asked)
      if (addressee.kind === "voice")
        this.tellings.push({ alertId, node: node.key, severity, light: "red", stepDueAt, addressee });
    return asked
      .map(({ groupKey, personId }): [string | null, string | null] => [groupKey, personId ?? takenBy])
      .reverse();
  }

  #addresseesOf(
    node: NodeVersion,
    policy: PolicyVersion,
    step: number,
    severity: 1 | 2 | 3,
    passOver: string | null,
  ): Addressee[] {
    const key = [node.key, policy.key, policy.validFrom, step, severity, passOver].join("|");
    let found = this.#addressees.get(key);
    if (!found) {
      const circumstances = { ownerRole: node.owner, atMs: this.#now, severity };
      const { settings } = this.#terms.rules;
      found = addresseesOf(policy.steps[step]!, this.#directory, settings, circumstances, passOver);
      this.#addressees.set(key, found);
    }
    return found;
  }

  /** An alert that goes on knows the deadline that it is about, so that a later move is told from it. */
  #noteDeadline(visit: ClaimedVisit, { id, dueAt, stage, flagAt, nextStep, round }: EscalatingAlert): void {
    if (visit.dueAt !== null && visit.dueAt !== dueAt)
      this.firing.progressed.push({
        id,
        dueAt: visit.dueAt,
        stage,
        flagAt,
        nextStep,
        round,
        reopened: false,
      });
  }
}
