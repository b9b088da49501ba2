import { buildPages } from "./supervisor/build-pages.ts";
import { buildProcesses } from "./supervisor/build-processes.ts";
import { sayError } from "./supervisor/say-error.ts";
import { step } from "./supervisor/steps.ts";

// For images and read-only installations; every other start builds by itself when the sources changed.
try {
  await step("Pages built", () => buildPages());
  await step("Processes built", buildProcesses);
} catch (error) {
  sayError(error);
  process.exit(1);
}
