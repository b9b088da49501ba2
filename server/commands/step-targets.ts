import { type InLine, lineOf } from "../../domain/escalation/call-line.ts";
import type { EscalationSettings, PolicyStep, StepTarget } from "../../domain/escalation/types.ts";
import type { Directory } from "../../domain/oncall/types.ts";
import { type Circumstances, whoFor } from "../../domain/oncall/who-for.ts";

/** Where a step's message or call goes. */
export interface Addressee {
  kind: "chat" | "voice";
  groupKey: string | null;
  personId: string | null;
  /** Which of the step's targets it is for. */
  targetNo: number;
  /** Why it goes to somebody else than the step names; null: it does not. */
  fallbackReason: string | null;
}

/**
 * Whom a step tells now. A message goes to all of its targets, a call to the first person of them. Where a target has
 * nobody, whoever the fallback names is told at once; where a call finds nobody at all, the group of the node's owner is,
 * else any that can be told; where a message finds no group at all, the first of the fallback is called.
 * @param passOver a person who is called only when there is nobody else: their pledge has passed
 */
export function addresseesOf(
  step: PolicyStep,
  directory: Directory,
  settings: EscalationSettings,
  circumstances: Omit<Circumstances, "way">,
  passOver: string | null,
): Addressee[] {
  if (step.kind === "voice") return callee(step, directory, settings, circumstances, passOver);
  const told = readers(step, directory, settings, { ...circumstances, way: "chat" });
  return told.length > 0 ? told : calledInstead(step, directory, settings, circumstances, passOver);
}

function callee(
  step: PolicyStep,
  directory: Directory,
  settings: EscalationSettings,
  circumstances: Omit<Circumstances, "way">,
  passOver: string | null,
): Addressee[] {
  const line = lineOf(directory, settings, step.targets, { ...circumstances, way: "voice" });
  const first = firstOf(line, passOver);
  if (first) {
    const { person, targetNo, gap } = first;
    return [{ kind: "voice", groupKey: null, personId: person.id, targetNo, fallbackReason: gap }];
  }
  const { groupKey } = whoFor(directory, settings, { kind: "fallback" }, { ...circumstances, way: "chat" });
  const target = step.targets[0] ?? { kind: "fallback" as const };
  const { gap } = whoFor(directory, settings, target, { ...circumstances, way: "voice" });
  return groupKey === null
    ? []
    : [{ kind: "chat", groupKey, personId: null, targetNo: 0, fallbackReason: gap }];
}

function firstOf(line: readonly InLine[], passOver: string | null): InLine | undefined {
  return line.find(({ person }) => person.id !== passOver) ?? line[0];
}

/** No group has a robot that works: a phone of the fallback's rings, or of those whom the step names. */
function calledInstead(
  step: PolicyStep,
  directory: Directory,
  settings: EscalationSettings,
  circumstances: Omit<Circumstances, "way">,
  passOver: string | null,
): Addressee[] {
  const targets: StepTarget[] = [{ kind: "fallback" }, ...step.targets];
  const first = firstOf(lineOf(directory, settings, targets, { ...circumstances, way: "voice" }), passOver);
  if (!first) return [];
  const { id: personId } = first.person;
  return [{ kind: "voice", groupKey: null, personId, targetNo: 0, fallbackReason: "no_group" }];
}

function readers(
  step: PolicyStep,
  directory: Directory,
  settings: EscalationSettings,
  circumstances: Circumstances,
): Addressee[] {
  const told = new Map<string, Addressee>();
  const add = (groupKey: string | null, personId: string | null, targetNo: number, reason: string | null) => {
    const place = `${groupKey}|${personId}`;
    if ((groupKey !== null || personId !== null) && !told.has(place))
      told.set(place, { kind: "chat", groupKey, personId, targetNo, fallbackReason: reason });
  };
  const targets = step.targets.length > 0 ? step.targets : [{ kind: "fallback" as const }];
  targets.forEach((target, targetNo) => {
    const found = whoFor(directory, settings, target, circumstances);
    for (const { person } of found.people) add(found.groupKey, person.id, targetNo, null);
    if (found.people.length > 0) return;
    const last = whoFor(directory, settings, { kind: "fallback" }, circumstances);
    const groupKey = found.groupKey ?? last.groupKey;
    for (const { person } of last.people) add(groupKey, person.id, targetNo, found.gap);
    if (last.people.length === 0 && groupKey !== null) add(groupKey, null, targetNo, found.gap);
  });
  return [...told.values()];
}
