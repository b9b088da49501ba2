import jsonLogic, { type RulesLogic } from "json-logic-js";
import { touchedBy, variableProblem } from "./variables.ts";

/** Operations that a condition may use: those that read nothing but their arguments and cannot run for long. */
const OPERATIONS: ReadonlySet<string> = new Set([
  "var",
  "missing",
  "==",
  "===",
  "!=",
  "!==",
  ">",
  ">=",
  "<",
  "<=",
  "!",
  "!!",
  "and",
  "or",
  "if",
  "in",
  "+",
  "-",
  "*",
  "/",
  "%",
  "min",
  "max",
]);

/** Levels of operations and lists inside each other. */
export const MAX_DEPTH = 12;
/** Operations, lists and values in all. */
export const MAX_PARTS = 300;
const MAX_TEXT_LENGTH = 200;
const SHOWN_LENGTH = 60;

/** Why a condition cannot be used: where in it, and what to do about it. */
export interface ConditionProblem {
  /** Path of the part, such as `condition.and[1].var`. */
  field: string;
  detail: string;
}

/** What a usable condition reads. */
export interface Reads {
  /** Bits of TOUCHES: while `main` stays at its nodes, an event that touches none of them cannot change the answer. */
  touches: number;
  /** Facts of the order that it reads: of `order`, only these can change the answer. */
  facts: ReadonlySet<string>;
  /** Nodes of `main` outside which it cannot hold; null: it may hold at any. */
  nodes: ReadonlySet<string> | null;
  /** What is left to ask where `main` is at one of those nodes; null: nothing. */
  rest: unknown;
}

class Refused extends Error {
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}

/** Reads a condition whole, or says what in it cannot be used. */
export function readCondition(condition: unknown): Reads | ConditionProblem {
  const rest = new Set<string>();
  try {
    if (!isOperation(condition)) {
      throw new Refused("condition", `must be an operation such as {"==":[{"var":"node"},"packed"]}`);
    }
    visit(condition, "condition", 1, { parts: 0, variables: new Set() });
    visit(restOf(condition), "condition", 1, { parts: 0, variables: rest });
  } catch (error) {
    if (error instanceof Refused) return { field: error.field, detail: error.message };
    throw error;
  }
  const variables = [...rest];
  const facts = variables.filter((name) => name.startsWith("order.")).map((name) => name.slice(6));
  if (variables.some((name) => name.startsWith("promiseDays."))) facts.push("placedAt");
  return {
    touches: variables.reduce((bits, name) => bits | touchedBy(name), 0),
    facts: new Set(facts),
    nodes: nodesOf(condition),
    rest: restOf(condition),
  };
}

/** Whether a condition that was read holds of these values. */
export function holds(condition: unknown, values: object): boolean {
  return jsonLogic.truthy(jsonLogic.apply(condition as RulesLogic, values));
}

function isOperation(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function visit(
  value: unknown,
  field: string,
  depth: number,
  walk: { parts: number; variables: Set<string> },
): void {
  if (++walk.parts > MAX_PARTS) throw new Refused(field, `has more than ${MAX_PARTS} parts: make it shorter`);
  if (depth > MAX_DEPTH)
    throw new Refused(field, `is nested deeper than ${MAX_DEPTH} levels: make it flatter`);
  if (Array.isArray(value)) {
    for (const [i, part] of value.entries()) visit(part, `${field}[${i}]`, depth + 1, walk);
    return;
  }
  if (!isOperation(value)) {
    if (typeof value === "string" && value.length > MAX_TEXT_LENGTH) {
      throw new Refused(field, `is longer than ${MAX_TEXT_LENGTH} characters: shorten it`);
    }
    return;
  }
  const names = Object.keys(value);
  if (names.length !== 1) {
    throw new Refused(field, `has ${names.length} members (found ${shown(value)}); an operation has one`);
  }
  const [name] = names as [string];
  if (!OPERATIONS.has(name)) {
    throw new Refused(
      field,
      `uses ${shown(name)}, which is not among the operations ${[...OPERATIONS].join(" ")}`,
    );
  }
  const below = `${field}.${name}`;
  if (name === "var") readVariables(first(value[name]), below, walk);
  else if (name === "missing") readVariables(value[name], below, walk);
  else visit(value[name], below, depth + 1, walk);
}

/** A variable may come with what stands for it where it is absent. */
function first(operand: unknown): unknown {
  return Array.isArray(operand) && operand.length >= 1 && operand.length <= 2 && !isOperation(operand[1])
    ? operand[0]
    : operand;
}

function readVariables(operand: unknown, field: string, walk: { variables: Set<string> }): void {
  for (const name of Array.isArray(operand) ? operand : [operand]) {
    const problem = variableProblem(name);
    if (problem) throw new Refused(field, `${shown(name)} ${problem}`);
    walk.variables.add(name as string);
  }
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? "nothing").toWellFormed().slice(0, SHOWN_LENGTH);
}

/** The nodes that a condition, or a part of an outermost `and`, demands of `main`. */
function nodesOf(condition: Record<string, unknown>): ReadonlySet<string> | null {
  const [[name, operand]] = Object.entries(condition) as [[string, unknown]];
  if (name === "and" && Array.isArray(operand)) return common(operand.filter(isOperation).map(nodesOf));
  if (!Array.isArray(operand) || operand.length !== 2) return null;
  const [a, b] = operand as [unknown, unknown];
  if (name === "in" && isNode(a) && Array.isArray(b) && b.every((key) => typeof key === "string")) {
    return new Set(b as string[]);
  }
  if (name === "==" || name === "===") {
    if (isNode(a) && typeof b === "string") return new Set([b]);
    if (isNode(b) && typeof a === "string") return new Set([a]);
  }
  return null;
}

/** A condition without the parts that only say where `main` is. */
function restOf(condition: Record<string, unknown>): unknown {
  const parts = Array.isArray(condition.and) ? (condition.and as unknown[]) : [condition];
  const rest = parts.filter((part) => !isOperation(part) || nodesOf(part) === null);
  if (rest.length === parts.length) return condition;
  return rest.length > 1 ? { and: rest } : (rest[0] ?? null);
}

function common(sets: readonly (ReadonlySet<string> | null)[]): ReadonlySet<string> | null {
  const given = sets.filter((set) => set !== null);
  const [head, ...rest] = given;
  return head ? new Set([...head].filter((key) => rest.every((set) => set.has(key)))) : null;
}

function isNode(value: unknown): boolean {
  return isOperation(value) && "var" in value && (value.var === "node" || isJust(value.var, "node"));
}

function isJust(operand: unknown, name: string): boolean {
  return Array.isArray(operand) && operand.length === 1 && operand[0] === name;
}
