import { type Check, problemsOf, runTool } from "./check.ts";

export const formatAndLint: Check = {
  name: "Format and lint",
  run: async (write) => {
    const strict = ["--error-on-warnings", "--diagnostic-level=warn"];
    const args = ["check", ...strict, ...(write ? ["--write"] : []), "."];
    const result = await runTool("@biomejs/biome/bin/biome", args);
    return { problems: problemsOf(result) };
  },
};

export const types: Check = {
  name: "Types",
  run: async () => ({ problems: problemsOf(await runTool("typescript/bin/tsc", ["-p", ".", "--noEmit"])) }),
};

export const unusedCode: Check = {
  name: "Unused code",
  run: async () => ({
    problems: problemsOf(await runTool("knip/bin/knip.js", ["--no-progress", "--no-config-hints"])),
  }),
};
