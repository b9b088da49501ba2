/** Deepest nesting of arrays and objects that an item may have. */
export const MAX_DEPTH = 32;

/** Why a parsed value cannot be taken as it was written. */
export interface ValueProblem {
  code: "nested_too_deep" | "number_out_of_range" | "unusable_member_name";
  detail: string;
}

export interface Inspection {
  /** Object members that survived parsing; fewer than were written means that a name was repeated. */
  members: number;
  problem: ValueProblem | null;
}

/** Looks for what JSON.parse lets through although it changes or endangers the value. */
export function inspectValue(value: unknown): Inspection {
  const found: Inspection = { members: 0, problem: null };
  visit(value, 1, found);
  return found;
}

function visit(value: unknown, depth: number, found: Inspection): void {
  if (typeof value === "number") inspectNumber(value, found);
  if (typeof value !== "object" || value === null) return;
  if (depth > MAX_DEPTH) {
    found.problem ??= { code: "nested_too_deep", detail: `nests deeper than ${MAX_DEPTH} levels` };
    return;
  }
  if (Array.isArray(value)) {
    for (const item of value) visit(item, depth + 1, found);
    return;
  }
  for (const name of Object.keys(value)) {
    found.members++;
    // Copying such a member sets the copy's prototype instead: the fact would vanish without a word.
    if (name === "__proto__") {
      found.problem ??= {
        code: "unusable_member_name",
        detail: 'the member name "__proto__" cannot be kept',
      };
    }
    visit((value as Record<string, unknown>)[name], depth + 1, found);
  }
}

function inspectNumber(value: number, found: Inspection): void {
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
    found.problem ??= {
      code: "number_out_of_range",
      detail: "holds a number beyond ±(2^53 − 1), which cannot be kept exactly; send it as text",
    };
  }
}
