import { type ComingStep, type DueVisit, decide, type RecordedStep } from "./decide.ts";
import { firstStepAt } from "./steps.ts";
import { planStorm } from "./storm.ts";
import type { EscalationSettings, PolicyStep } from "./types.ts";

/**
 * The steps that would fire for a visit if nobody took its alert, until it ends: decided as the escalator does, looking
 * at each moment at which something comes.
 * @param untilMs looks no further, epoch ms
 */
export function rehearse(visit: DueVisit, steps: readonly PolicyStep[], untilMs: number): RecordedStep[] {
  const end = Math.min(visit.leftAt ?? untilMs, untilMs);
  const open = { ...visit, leftAt: null };
  const fired: RecordedStep[] = [];
  let recorded: RecordedStep[] = [];
  let at = firstStepAt(steps, visit);
  while (at !== null && at < end) {
    const alert =
      recorded.length === 0
        ? null
        : { state: "open" as const, dueAt: visit.dueAt!, pledgeUntil: null, recorded };
    const decision = decide(open, alert, steps, steps, at);
    if (decision.kind === "go_on") {
      const firedAt = at;
      const come = (records: readonly ComingStep[]) => records.map((record) => ({ ...record, firedAt }));
      fired.push(...come(decision.fired));
      recorded = [...recorded, ...come(decision.fired), ...come(decision.skipped)];
    }
    // Never the same moment twice: what came then is recorded.
    at = decision.nextAt !== null && decision.nextAt > at ? decision.nextAt : null;
  }
  return fired;
}

/** Something that one destination would be told at an instant, epoch ms. */
export interface Told {
  at: number;
}

/** One message or call, and what it would tell of. */
export interface Gathered<T> {
  at: number;
  items: T[];
}

/** Messages to one destination about one node, gathered as in a storm. */
export function gatherMessages<T extends Told>(
  items: readonly T[],
  storm: EscalationSettings["storm"],
): Gathered<T>[] {
  const messages: Gathered<T>[] = [];
  let recent: number[] = [];
  let together: Gathered<T> | null = null;
  for (const [at, come] of byMoment(items)) {
    if (together !== null && at <= together.at) {
      together.items.push(...come);
      continue;
    }
    recent = recent.filter((told) => told > at - storm.windowMs);
    const { alone, togetherAt } = planStorm(
      storm,
      { told: recent.length, since: recent[0] ?? null },
      come.length,
      at,
    );
    messages.push(...come.slice(0, alone).map((item) => ({ at, items: [item] })));
    if (alone < come.length) {
      together = { at: togetherAt, items: come.slice(alone) };
      messages.push(together);
    }
    recent.push(...come.map(() => at));
  }
  return messages;
}

/** Calls to one person about one node: what comes while it rings or is spoken joins it. */
export function gatherCalls<T extends Told>(items: readonly T[], callMs: number): Gathered<T>[] {
  const calls: Gathered<T>[] = [];
  for (const item of items.toSorted((a, b) => a.at - b.at)) {
    const last = calls.at(-1);
    if (last && item.at < last.at + callMs) last.items.push(item);
    else calls.push({ at: item.at, items: [item] });
  }
  return calls;
}

function byMoment<T extends Told>(items: readonly T[]): [number, T[]][] {
  const moments = new Map<number, T[]>();
  for (const item of items.toSorted((a, b) => a.at - b.at)) {
    const known = moments.get(item.at);
    if (known) known.push(item);
    else moments.set(item.at, [item]);
  }
  return [...moments];
}
