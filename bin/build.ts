import { buildPages } from "./supervisor/build-pages.ts";
import { sayError } from "./supervisor/say-error.ts";
import { step } from "./supervisor/steps.ts";

// For images and read-only installations; every other start builds by itself when the sources changed.
try {
  await step("Pages built", () => buildPages());
} catch (error) {
  sayError(error);
  process.exit(1);
}
