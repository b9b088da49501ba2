import type { Calendar, ClockVersion, NodeVersion, SettingsHistory } from "./types.ts";

interface Versioned {
  key: string;
  validFrom: number;
}

/** Groups versions by key, each key's ascending by validFrom. */
export function historyOf(
  revision: number,
  nodes: readonly NodeVersion[],
  clocks: readonly ClockVersion[],
  calendar: Calendar,
): SettingsHistory {
  return { revision, nodes: byKey(nodes), clocks: byKey(clocks), calendar };
}

function byKey<T extends Versioned>(versions: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const version of [...versions].sort((a, b) => a.validFrom - b.validFrom)) {
    const group = groups.get(version.key);
    if (group) group.push(version);
    else groups.set(version.key, [version]);
  }
  return groups;
}

/** The newest version of a key: what an open visit uses. */
export function newest<T>(versions: readonly T[]): T {
  const last = versions[versions.length - 1];
  if (last === undefined) throw new RangeError("a setting has no version");
  return last;
}

/** The version that held at an instant: what a visit that closed then uses. The first one reaches back for ever. */
export function versionAt<T extends Versioned>(versions: readonly T[], atMs: number): T {
  for (let i = versions.length - 1; i > 0; i--) if (versions[i]!.validFrom <= atMs) return versions[i]!;
  return versions[0]!;
}

/** The newest version of every node, in rank order. */
export function nodesByRank(history: SettingsHistory): NodeVersion[] {
  return [...history.nodes.values()].map(newest).sort((a, b) => a.rank - b.rank);
}
