import { runChecks } from "./checks/run-checks.ts";
import { StartError, sayError } from "./supervisor/say-error.ts";
import { say } from "./supervisor/steps.ts";

const args = process.argv.slice(2);
const unknown = args.find((arg) => arg !== "--write");
if (unknown !== undefined) {
  sayError(
    new StartError(`npm run check takes --write, which mends what it can; not ${JSON.stringify(unknown)}.`),
  );
  process.exit(1);
}
const { passed, failed } = await runChecks(args.includes("--write"));
say(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
