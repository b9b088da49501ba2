import type { Directory, Person } from "../oncall/types.ts";
import { type Circumstances, whoFor } from "../oncall/who-for.ts";
import type { EscalationSettings, StepTarget } from "./types.ts";

/** Somebody's place in the line of those who are asked one after the other. */
export interface InLine {
  person: Person;
  /** Which of the targets they are there for. */
  targetNo: number;
  /** Why nobody of a target before them could be asked; null: there was no such target. */
  gap: string | null;
}

/** Everybody whom some targets come to, each once, in the order in which they are asked; the fallback when that is nobody. */
export function lineOf(
  directory: Directory,
  settings: Pick<EscalationSettings, "fallback">,
  targets: readonly StepTarget[],
  circumstances: Circumstances,
): InLine[] {
  const line: InLine[] = [];
  let gap: string | null = null;
  const ask = (target: StepTarget, targetNo: number) => {
    const found = whoFor(directory, settings, target, circumstances);
    for (const { person } of found.people)
      if (!line.some((known) => known.person.id === person.id)) line.push({ person, targetNo, gap });
    gap = found.gap ?? null;
  };
  targets.forEach(ask);
  if (line.length === 0) ask({ kind: "fallback" }, targets.length);
  return line;
}
