import type { FoldedOrder } from "../order/state.ts";
import type { NodeVersion, SettingsHistory } from "../settings/types.ts";
import { holds, type Reads, readCondition } from "./condition.ts";
import { Values } from "./values.ts";

/** Token and node of every watch begin with it. */
export const WATCH_PREFIX = "watch:";

/** One version of a rule, ready to be asked. */
export interface RuleVersion {
  validFrom: number;
  /** What its condition reads; null: nothing can hold, because it is off or cannot be used. */
  reads: Reads | null;
  /** Any event begins the hold anew. */
  onEvent: boolean;
  /** So does any event that says where `main` or a parcel is, also where it was already. */
  onScan: boolean;
  /** So does a change of these variables. */
  onChange: readonly string[];
  moveTo: string | null;
  /** Whether the condition holds of an order whose `main` is at one of its nodes. One that fails does not hold. */
  test(order: FoldedOrder): boolean;
}

export interface Rule {
  /** Key of its node, and its token. */
  key: string;
  /** Ascending by validFrom. */
  versions: readonly RuleVersion[];
}

/** Every rule of a settings history. */
export interface Rules {
  list: readonly Rule[];
  /** Instants at which a version of some rule begins, ascending. */
  begins: readonly number[];
  /** Variables whose change begins some hold anew. */
  onChange: readonly string[];
}

const compiled = new WeakMap<SettingsHistory, Rules>();

/** The rules of a settings history; read once for each history. */
export function rulesOf(settings: SettingsHistory): Rules {
  const known = compiled.get(settings);
  if (known) return known;
  const list: Rule[] = [];
  for (const [key, versions] of settings.nodes) {
    if (key.startsWith(WATCH_PREFIX)) list.push({ key, versions: versions.map(compileVersion) });
  }
  const versions = list.flatMap((rule) => rule.versions);
  const rules: Rules = {
    list,
    begins: [...new Set(versions.map((version) => version.validFrom))].sort((a, b) => a - b),
    onChange: [...new Set(versions.flatMap((version) => version.onChange))],
  };
  compiled.set(settings, rules);
  return rules;
}

/** One version, read and ready. */
export function compileVersion(node: NodeVersion): RuleVersion {
  const { watch, validFrom, cutoffTimezone } = node;
  const read = watch?.enabled ? readCondition(watch.condition) : null;
  const reads = read === null || "detail" in read ? null : read;
  const restartOn = watch?.restartOn ?? [];
  return {
    validFrom,
    reads,
    onEvent: restartOn.includes("event"),
    onScan: restartOn.includes("scan"),
    onChange: restartOn.filter((name) => name !== "event" && name !== "scan"),
    moveTo: watch?.moveTo ?? null,
    test: (order) =>
      reads !== null && (reads.rest === null || tryHolds(reads.rest, new Values(order, cutoffTimezone))),
  };
}

/** No fact of an order may stop its events from being taken in. */
function tryHolds(condition: unknown, values: Values): boolean {
  try {
    return holds(condition, values);
  } catch {
    return false;
  }
}

/** The version of a rule at an instant; undefined: it had not begun. */
export function ruleAt(rule: Rule, atMs: number): RuleVersion | undefined {
  for (let i = rule.versions.length - 1; i >= 0; i--) {
    if (rule.versions[i]!.validFrom <= atMs) return rule.versions[i];
  }
  return undefined;
}
