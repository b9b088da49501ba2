import { readdirSync, rmSync } from "node:fs";
import path from "node:path";

/** Removes what imports that were killed left behind: folders named by the pid of whoever wrote them. */
export function clearLeftovers(folder: string): void {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return;
  }
  for (const name of names) {
    if (/^\d+$/.test(name) && !isAlive(Number(name))) {
      rmSync(path.join(folder, name), { recursive: true, force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
