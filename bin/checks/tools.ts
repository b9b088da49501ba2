import { type Check, problemsOf, runTool } from "./check.ts";

export const formatAndLint: Check = {
  name: "Format and lint",
  run: async (write) => {
    const result = await runTool("@biomejs/biome/bin/biome", ["check", ...(write ? ["--write"] : []), "."]);
    return { problems: problemsOf(result) };
  },
};

export const types: Check = {
  name: "Types",
  run: async () => ({ problems: problemsOf(await runTool("typescript/bin/tsc", ["-p", ".", "--noEmit"])) }),
};

export const unusedCode: Check = {
  name: "Unused code",
  run: async () => ({ problems: problemsOf(await runTool("knip/bin/knip.js", ["--no-progress"])) }),
};
