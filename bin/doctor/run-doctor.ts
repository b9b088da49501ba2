import { readEnv } from "../../server/platform/env.ts";
import { say } from "../supervisor/steps.ts";
import { type Finding, tableOf } from "./finding.ts";
import { lookAtMachine } from "./look-at-machine.ts";
import { lookAtServices } from "./look-at-services.ts";

/**
 * Tells of each thing that Andon stands on what was found and what to do. Changes and starts nothing.
 * @returns whether a start would get through
 */
export async function runDoctor(source: NodeJS.ProcessEnv): Promise<boolean> {
  const env = readEnv(source);
  const findings: Finding[] = [...(await lookAtMachine(env)), ...(await lookAtServices(env))];
  for (const line of tableOf(findings)) say(line);
  const wrong = findings.filter(({ state }) => state === "no").length;
  say(
    wrong === 0 ? "A start will get through." : `A start will fail: ${wrong} of these must be mended first.`,
  );
  return wrong === 0;
}
