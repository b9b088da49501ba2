import { readdirSync, readFileSync } from "node:fs";

/** A process and those that it made, itself first; itself alone where there is no /proc. */
export function familyOf(pid: number): number[] {
  try {
    const children = readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
      .map(Number);
    return [pid, ...children];
  } catch {
    return [pid];
  }
}

function parentOf(pid: string): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return null;
  }
}
