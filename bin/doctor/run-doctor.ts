import { readEnv } from "../../server/platform/env.ts";
import { StartError } from "../supervisor/say-error.ts";
import { say } from "../supervisor/steps.ts";
import { type Finding, tableOf } from "./finding.ts";
import { lookAtAccess } from "./look-at-access.ts";
import { lookAtMachine } from "./look-at-machine.ts";
import { lookAtPeople } from "./look-at-people.ts";
import { lookAtAndon, lookAtServices } from "./look-at-services.ts";

/**
 * Tells of each thing that Andon stands on what was found and what to do. Changes and starts nothing.
 * @param args `--json` for programs
 * @returns whether nothing that is required is broken
 * @throws StartError for another argument
 */
export async function runDoctor(source: NodeJS.ProcessEnv, args: readonly string[]): Promise<boolean> {
  const wrong = args.find((arg) => arg !== "--json");
  if (wrong !== undefined)
    throw new StartError(`npm run doctor takes --json or nothing, not ${JSON.stringify(wrong)}.`);
  const env = readEnv(source);
  const { answers, ...andon } = await lookAtAndon(env);
  const findings: Finding[] = [
    ...(await lookAtMachine(env, answers)),
    ...(await lookAtServices(env)),
    ...(await lookAtAccess(env)),
    ...(await lookAtPeople(env)),
    andon,
  ];
  const broken = findings.filter(({ state }) => state === "no").length;
  if (args.includes("--json")) say(JSON.stringify({ ok: broken === 0, findings }, null, 2));
  else {
    for (const line of tableOf(findings)) say(line);
    say(broken === 0 ? "Everything that Andon needs is there." : `${broken} of these must be mended first.`);
  }
  return broken === 0;
}
