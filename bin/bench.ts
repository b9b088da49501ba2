import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

// The benches stand outside the house, so that nothing can come to depend on them: they are started, not imported.
const bench = spawn(
  process.execPath,
  ["--import", "tsx", fileURLToPath(new URL("../bench/main.ts", import.meta.url)), ...process.argv.slice(2)],
  { stdio: "inherit" },
);
bench.on("exit", (code) => process.exit(code ?? 1));
