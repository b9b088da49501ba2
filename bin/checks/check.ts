import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** One thing that `npm run check` holds. */
export interface Check {
  name: string;
  /** @param write mends what can be mended (npm run check -- --write) */
  run(write: boolean): Promise<CheckResult>;
}

export interface CheckResult {
  /** What is wrong, with remedies; empty when all is well. */
  problems: string[];
  /** What was looked at, for the line of the step. */
  looked?: string;
}

export interface ToolResult {
  ok: boolean;
  stdout: string;
  stderr: string;
}

/** Runs a Node tool of node_modules at the root of the tree. */
export function runTool(
  file: string,
  args: string[],
  cwd = ROOT,
  env: Record<string, string> = {},
): Promise<ToolResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(ROOT, "node_modules", file), ...args], {
      cwd,
      env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (bytes) => {
      stdout += bytes;
    });
    child.stderr.on("data", (bytes) => {
      stderr += bytes;
    });
    child.once("error", reject);
    child.once("close", (code) => resolve({ ok: code === 0, stdout, stderr }));
  });
}

/** The lines a tool printed, as problems. */
export function problemsOf(result: ToolResult): string[] {
  return result.ok
    ? []
    : `${result.stdout}\n${result.stderr}`.split("\n").filter((line) => line.trim() !== "");
}
