import type { StepClock } from "./steps.ts";
import { firstStepAt, stepAt } from "./steps.ts";
import type { PolicyStep, StepKind } from "./types.ts";

/** A visit that the escalator looks at. Shop time, epoch ms. */
export interface DueVisit extends StepClock {
  leftAt: number | null;
}

/** A step that fired or was skipped: no step fires twice in the same round. */
export interface RecordedStep {
  step: number;
  round: number;
  /** When it was to fire. */
  dueAt: number;
  /** When it did, or was skipped. */
  firedAt: number;
}

/** A step that is still to come. */
export type ComingStep = Omit<RecordedStep, "firedAt">;

/** The alert of a visit as it stands; it is not resolved. */
export interface StandingAlert {
  state: "open" | "acknowledged";
  /** The visit's, as the alert saw it last. */
  dueAt: number;
  /** Until when somebody has promised, or had: the steps wait for it. */
  pledgeUntil: number | null;
  recorded: readonly RecordedStep[];
}

/** Steps fire, or a pledge has passed, or both. */
export interface GoOn {
  kind: "go_on";
  fired: ComingStep[];
  skipped: ComingStep[];
  pledgePassed: boolean;
  /** Whether a message or a call goes out now or later; false: after this nobody is told any more. */
  tellsOn: boolean;
  /** The step that comes next; null: none is left. */
  next: ComingStep | null;
  nextAt: number | null;
}

export type Decision =
  /** Nothing is to be told now. */
  | { kind: "wait"; nextAt: number | null }
  | { kind: "end"; resolution: "left" | "deadline_moved"; nextAt: number | null }
  | GoOn;

/**
 * What is to be done about a visit now. A step whose time has come fires once. Of several messages and calls whose time
 * has come only the strongest goes out (a call before a message; of equals the latest), with what its policy names for
 * the same moment; the others are recorded as skipped. A flag disturbs nobody and always goes up.
 * While a pledge holds the steps wait. When it has passed they go on, those that waited as if their time had come just
 * then; if none waited and the visit is late, the next one goes at once.
 * @param steps of the version that the alert began with; without an alert, of the policy that holds
 * @param policySteps of the policy that holds now: what the visit waits for once its alert has ended
 */
export function decide(
  visit: DueVisit,
  alert: StandingAlert | null,
  steps: readonly PolicyStep[],
  policySteps: readonly PolicyStep[],
  now: number,
): Decision {
  if (visit.leftAt !== null)
    return alert ? { kind: "end", resolution: "left", nextAt: null } : { kind: "wait", nextAt: null };
  if (alert && hasMoved(visit, alert, steps, now))
    return { kind: "end", resolution: "deadline_moved", nextAt: firstStepAt(policySteps, visit) };
  if (alert?.state === "acknowledged" && alert.pledgeUntil !== null && alert.pledgeUntil > now)
    return { kind: "wait", nextAt: alert.pledgeUntil };

  const pledgePassed = alert?.state === "acknowledged";
  const planned = plan(visit, alert, steps);
  if (pledgePassed && visit.dueAt! <= now && !planned.some(({ dueAt }) => dueAt <= now))
    hurry(planned, alert, now);
  const come = planned.filter(({ dueAt }) => dueAt <= now);
  if (come.length === 0 && !pledgePassed) return { kind: "wait", nextAt: earliest(planned)?.dueAt ?? null };

  const fired = strongestOf(come, steps);
  const skipped = come.filter((step) => !fired.includes(step));
  const recorded = [...(alert?.recorded ?? []), ...come.map((step) => ({ ...step, firedAt: now }))];
  const standing = { pledgeUntil: alert?.pledgeUntil ?? null, recorded };
  const left = plan(visit, standing, steps);
  const tellsOn = [...fired, ...left].some(({ step }) => steps[step]!.kind !== "flag");
  const next = earliest(left);
  return { kind: "go_on", fired, skipped, pledgePassed, tellsOn, next, nextAt: next?.dueAt ?? null };
}

/** The strongest kind of step that fired. */
export function strongestKind(kinds: readonly StepKind[]): StepKind {
  if (kinds.includes("voice")) return "voice";
  return kinds.includes("flag") ? "flag" : "chat";
}

/** Whether the deadline is no longer what the alert is about: it lies ahead again, or is not known. */
function hasMoved(visit: DueVisit, alert: StandingAlert, steps: readonly PolicyStep[], now: number): boolean {
  if (visit.dueAt === null) return true;
  if (visit.dueAt === alert.dueAt || visit.dueAt <= now) return false;
  const first = firstStepAt(steps, visit);
  return alert.dueAt <= now || first === null || first > now;
}

/** Of each step the round that is still to come. */
function plan(
  visit: DueVisit,
  alert: Pick<StandingAlert, "pledgeUntil" | "recorded"> | null,
  steps: readonly PolicyStep[],
): ComingStep[] {
  const planned: ComingStep[] = [];
  for (const [index, step] of steps.entries()) {
    const last = lastOf(index, alert?.recorded ?? []);
    if (last && last.round >= (step.repeat?.limit ?? 0)) continue;
    const at = last ? nextBeat(last, step.repeat!.everyMs) : stepAt(step, visit);
    if (at === null) continue;
    planned.push({
      step: index,
      round: last ? last.round + 1 : 0,
      dueAt: Math.max(at, alert?.pledgeUntil ?? at),
    });
  }
  return planned;
}

/** A repeat keeps to its rhythm; beats that passed before the step could fire are no rounds. */
function nextBeat({ dueAt, firedAt }: RecordedStep, everyMs: number): number {
  return dueAt + everyMs * (Math.floor(Math.max(0, firedAt - dueAt) / everyMs) + 1);
}

function lastOf(step: number, recorded: readonly RecordedStep[]): RecordedStep | null {
  let last: RecordedStep | null = null;
  for (const record of recorded)
    if (record.step === step && (last === null || record.round > last.round)) last = record;
  return last;
}

/** Brings the next moment forward to now: what was promised was not kept. */
function hurry(planned: ComingStep[], alert: StandingAlert, now: number): void {
  const nextAt = earliest(planned)?.dueAt;
  for (const step of planned) if (step.dueAt === nextAt) step.dueAt = alert.pledgeUntil ?? now;
}

function earliest(planned: readonly ComingStep[]): ComingStep | null {
  return planned.reduce<ComingStep | null>(
    (min, step) => (min === null || step.dueAt < min.dueAt ? step : min),
    null,
  );
}

function strongestOf(come: readonly ComingStep[], steps: readonly PolicyStep[]): ComingStep[] {
  const stepOf = ({ step }: ComingStep) => steps[step]!;
  const telling = come.filter((record) => stepOf(record).kind !== "flag");
  const calls = telling.filter((record) => stepOf(record).kind === "voice");
  const strongest = (calls.length > 0 ? calls : telling).reduce<ComingStep | null>(
    (best, record) => (best === null || isLater(record, best) ? record : best),
    null,
  );
  return come.filter((record) => {
    const step = stepOf(record);
    return step.kind === "flag" || isSameMoment(step, stepOf(strongest!));
  });
}

function isLater(a: ComingStep, b: ComingStep): boolean {
  return a.dueAt !== b.dueAt ? a.dueAt > b.dueAt : a.step > b.step;
}

/** Whether a policy names both for the same moment. */
function isSameMoment(a: PolicyStep, b: PolicyStep): boolean {
  return a.anchor === b.anchor && a.offsetMs === b.offsetMs && a.beforePromiseMs === b.beforePromiseMs;
}
