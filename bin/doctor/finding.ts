/** What was found about one thing that Andon stands on. */
export interface Finding {
  name: string;
  /** "no": a start would fail, the board would lie, or an alert would reach nobody; "so-so": it works, with less. */
  state: "yes" | "so-so" | "no";
  found: string;
  /** What to do; empty when all is well. */
  advice?: string;
}

const MARKS = { yes: "✓", "so-so": "!", no: "✗" } as const;

/** Findings as lines of a table, advice beneath its line. */
export function tableOf(findings: readonly Finding[]): string[] {
  const width = Math.max(...findings.map(({ name }) => name.length));
  return findings.flatMap(({ name, state, found, advice }) => [
    `${MARKS[state]} ${name.padEnd(width)}  ${found}`,
    ...(advice ? [`  ${" ".repeat(width)}  → ${advice}`] : []),
  ]);
}
