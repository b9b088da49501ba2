import { say, step } from "../supervisor/steps.ts";
import type { Check } from "./check.ts";
import { clock } from "./clock.ts";
import { dependencies } from "./dependencies.ts";
import { languages } from "./languages.ts";
import { schema } from "./schema.ts";
import { formatAndLint, types, unusedCode } from "./tools.ts";

const CHECKS: readonly Check[] = [formatAndLint, types, dependencies, unusedCode, schema, languages, clock];
const SHOWN_LINES = 60;

export interface Tally {
  passed: number;
  failed: number;
}

/** Runs every check, also after one failed, and prints a line for each; problems follow their line. */
export async function runChecks(write: boolean): Promise<Tally> {
  const tally: Tally = { passed: 0, failed: 0 };
  for (const check of CHECKS) {
    let problems: string[] = [];
    await step(
      check.name,
      async () => {
        try {
          const result = await check.run(write);
          problems = result.problems;
          return result.looked ?? "";
        } catch (error) {
          problems = [(error as Error).message];
          return "";
        }
      },
      (looked) => looked,
      () => problems.length === 0,
    );
    for (const problem of problems.slice(0, SHOWN_LINES)) say(`    ${problem}`);
    if (problems.length > SHOWN_LINES) say(`    … and ${problems.length - SHOWN_LINES} more lines`);
    tally[problems.length === 0 ? "passed" : "failed"]++;
  }
  return tally;
}
