import { StartError, sayError } from "./supervisor/say-error.ts";
import { sayMade } from "./supervisor/say-made.ts";
import { Shutdown } from "./supervisor/shutdown.ts";
import { say } from "./supervisor/steps.ts";
import { ROLES, type Role, supervise } from "./supervisor/supervise.ts";

const shutdown = new Shutdown();
shutdown.onSignals();

try {
  const roles = readRoles(process.argv.slice(2));
  const up = await supervise(process.env, roles, ["npm start", ...process.argv.slice(2)].join(" "), shutdown);
  if (up.url) {
    say("");
    say(`Wall  ${up.publicUrl}/wall   (English: ${up.publicUrl}/wall?lang=en)`);
    say(`API   ${up.publicUrl}/api/docs`);
  }
  sayMade(up);
  say("Ctrl-C stops everything.");
} catch (error) {
  if (!shutdown.stopping) sayError(error);
  await shutdown.run();
  process.exitCode ??= 1;
  process.exit();
}

function readRoles(args: string[]): Role[] {
  const wrong = args.find((arg) => !(arg in ROLES));
  if (wrong !== undefined || args.length > 1) {
    throw new StartError(
      `npm start takes no argument, or one role: web or worker; not ${JSON.stringify(args.join(" "))}.`,
    );
  }
  return args.length === 1 ? (args as Role[]) : ["web", "worker"];
}
