import { spawn } from "node:child_process";

/** Ends what a killed test run would leave behind, stopped processes too. */
export interface Watchdog {
  /** Names a process that must not outlive us. */
  guard(pid: number): void;
  /** Nothing is left to guard. */
  dismiss(): void;
}

/** A shell that reads pids from our pipe; when the pipe ends before it was dismissed, we died: it kills them. */
export function startWatchdog(): Watchdog {
  const script = 'pids=; while read -r pid; do pids="$pids $pid"; done; kill -KILL $pids';
  const shell = spawn("/bin/sh", ["-c", script], { stdio: ["pipe", "ignore", "ignore"], detached: true });
  shell.on("error", () => {});
  shell.stdin.on("error", () => {});
  shell.unref();
  (shell.stdin as unknown as { unref?: () => void }).unref?.();
  return {
    guard: (pid) => void shell.stdin.write(`${pid}\n`),
    dismiss: () => void shell.kill("SIGKILL"),
  };
}
