import { onCallSpans } from "./spans.ts";
import type { Directory, ScheduleOverride } from "./types.ts";

type Stand = Pick<ScheduleOverride, "insteadOf" | "fromAt" | "toAt">;

/** Whether two overrides of one schedule would both say who has it at some instant. */
export function collide(a: Stand, b: Stand): boolean {
  const sameTime = a.fromAt < b.toAt && b.fromAt < a.toAt;
  return sameTime && (a.insteadOf === null || b.insteadOf === null || a.insteadOf === b.insteadOf);
}

export interface Turn {
  personId: string;
  fromAt: number;
  toAt: number;
}

/** Two people have each other's spans: what each override says. */
export function swapOf(first: Turn, second: Turn): (Stand & { personId: string })[] {
  return [
    { ...first, personId: second.personId, insteadOf: first.personId },
    { ...second, personId: first.personId, insteadOf: second.personId },
  ];
}

/** Whether the rotation gives somebody at least one turn within a span: else there is nothing to stand in for. */
export function hasTurn({ schedules }: Pick<Directory, "schedules">, schedule: string, turn: Turn): boolean {
  const byTurn = onCallSpans({ schedules, overrides: [] }, schedule, turn.fromAt, turn.toAt);
  return byTurn.some(({ personId }) => personId === turn.personId);
}
