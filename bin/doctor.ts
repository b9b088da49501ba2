import { runDoctor } from "./doctor/run-doctor.ts";
import { sayError } from "./supervisor/say-error.ts";

try {
  process.exit((await runDoctor(process.env, process.argv.slice(2))) ? 0 : 1);
} catch (error) {
  sayError(error);
  process.exit(1);
}
