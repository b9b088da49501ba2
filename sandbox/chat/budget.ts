/** So many within so long. */
export interface Window {
  limit: number;
  ms: number;
}

/** What each robot took of late, and until when it takes nothing: the sandbox's time, epoch ms. */
export class Budgets {
  #taken = new Map<string, number[]>();
  #bannedUntil = new Map<string, number>();

  /** Whether one more is within all windows; when it is, it counts. What is refused does not count. */
  take(robot: string, windows: readonly Window[], now: number): boolean {
    const longest = Math.max(...windows.map(({ ms }) => ms));
    const taken = (this.#taken.get(robot) ?? []).filter((at) => at > now - longest);
    this.#taken.set(robot, taken);
    if (windows.some(({ limit, ms }) => taken.filter((at) => at > now - ms).length >= limit)) return false;
    taken.push(now);
    return true;
  }

  ban(robot: string, until: number): void {
    this.#bannedUntil.set(robot, until);
  }

  banned(robot: string, now: number): boolean {
    return (this.#bannedUntil.get(robot) ?? 0) > now;
  }

  reset(): void {
    this.#taken.clear();
    this.#bannedUntil.clear();
  }
}
