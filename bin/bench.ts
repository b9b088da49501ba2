import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

// The benches stand outside the house, so that nothing can come to depend on them: they are started, not imported.
const bench = spawn(
  process.execPath,
  ["--import", "tsx", fileURLToPath(new URL("../bench/main.ts", import.meta.url)), ...process.argv.slice(2)],
  // The channel tells them when we were killed.
  { stdio: ["inherit", "inherit", "inherit", "ipc"] },
);
// They end what they started; we wait for it.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "disconnect"]) {
  process.on(signal, () => bench.kill(signal === "disconnect" ? "SIGTERM" : (signal as NodeJS.Signals)));
}
bench.on("exit", (code) => process.exit(code ?? 1));
