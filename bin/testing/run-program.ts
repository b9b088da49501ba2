import { spawn } from "node:child_process";

export interface ProgramResult {
  ok: boolean;
  /** stdout and stderr as they came. */
  said: string;
}

/** Runs a program to its end; one that is missing or takes longer than `withinMs` counts as failed. */
export function runProgram(
  file: string,
  args: string[],
  options: { withinMs: number; cwd?: string; env?: NodeJS.ProcessEnv },
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: options.withinMs,
      killSignal: "SIGKILL",
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (bytes) => {
        said += bytes;
      });
    }
    child.once("error", (error) => resolve({ ok: false, said: error.message }));
    child.once("close", (code) => resolve({ ok: code === 0, said }));
  });
}
