export type Light = "green" | "yellow" | "red";

/** The instants a light is read from; epoch ms, null: never. */
export interface Deadlines {
  warnAt: number | null;
  dueAt: number | null;
  promiseAt: number | null;
}

/** The light of an open visit: green before warnAt, yellow before dueAt, red from dueAt on. */
export function lightOf(visit: Deadlines, nowMs: number): Light {
  if (visit.dueAt !== null && visit.dueAt <= nowMs) return "red";
  if (visit.warnAt !== null && visit.warnAt <= nowMs) return "yellow";
  return "green";
}

/** Whether a promise has passed: more than red. */
export function isBreached(visit: Deadlines, nowMs: number): boolean {
  return visit.promiseAt !== null && visit.promiseAt <= nowMs;
}
