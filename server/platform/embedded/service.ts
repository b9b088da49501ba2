import { type ChildProcess, fork, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { bundleOf } from "./bundles.ts";
import type { ProcessId } from "./processes.ts";

/** A service of ours that runs as a child process. */
export interface EmbeddedService {
  url: string;
  process: ProcessId;
  /** What runs, for people: "PostgreSQL 18.4", "redis-server 7.2.5". */
  what: string;
  /** Resolves when the process is gone, with one line that says why; also after stop(). */
  exited: Promise<string>;
  stop(): Promise<void>;
}

/** Why an embedded service cannot run, and what to do, in one line. */
export class EmbeddedServiceError extends Error {
  override name = "EmbeddedServiceError";
}

/** What Node is given to run a TypeScript entry: its bundle, or the source through a compiler. */
export function nodeArgs(file: string): [flags: string[], file: string] {
  const bundle = bundleOf(file);
  if (bundle !== null) return [["--enable-source-maps"], bundle];
  const tsx = createRequire(import.meta.url).resolve("tsx");
  return [["--import", new URL(`file://${tsx}`).href], file];
}

/** Runs a TypeScript entry in a Node process of its own, in a session of its own so that Ctrl-C reaches only us. */
export function forkEntry(
  file: string,
  args: string[],
  options: { env?: NodeJS.ProcessEnv; stdio?: "inherit" | number; cwd?: string } = {},
): ChildProcess {
  const out = options.stdio ?? "inherit";
  const [execArgv, entry] = nodeArgs(file);
  return fork(entry, args, {
    execArgv,
    env: options.env ?? process.env,
    cwd: options.cwd,
    stdio: ["ignore", out, out, "ipc"],
    detached: true,
  });
}

/**
 * Ends a service when we die without a word (kill -9): a shell waits for the end of our pipe, and only then
 * signals the pid. Detached like the service, or Ctrl-C would take it first.
 * @returns ends the watch, once the service has been stopped in order
 */
export function watchOver(
  pid: number,
  signal: "INT" | "TERM",
  as: { uid?: number; gid?: number } = {},
): () => void {
  if (process.platform === "win32") return () => {};
  const shell = spawn("/bin/sh", ["-c", `read -r _; kill -${signal} "$0"`, String(pid)], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
    cwd: "/",
    ...as,
  });
  shell.on("error", () => {});
  shell.stdin.on("error", () => {});
  shell.unref();
  (shell.stdin as unknown as { unref?: () => void }).unref?.();
  return () => {
    shell.kill("SIGKILL");
  };
}

/** The end of a child as one line. */
export function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ? `ended by ${signal}` : `exit code ${code}`));
  });
}
