/**
 * Finds a short part of a failing list that still fails (delta debugging): halves first, then ever smaller pieces left
 * out, until no single item can be spared or the time is up.
 * @param fails tries a part, its items in their order
 * @param hasTime asked before each try
 */
export async function shrink<T>(
  items: readonly T[],
  fails: (part: readonly T[]) => Promise<boolean>,
  hasTime: () => boolean,
): Promise<readonly T[]> {
  let current = items;
  let pieces = 2;
  while (current.length >= 2) {
    const size = Math.ceil(current.length / pieces);
    const cuts = Array.from({ length: Math.ceil(current.length / size) }, (_, i) => i * size);
    const alone = cuts.map((from) => current.slice(from, from + size));
    const without = cuts.map((from) => [...current.slice(0, from), ...current.slice(from + size)]);
    let smaller: readonly T[] | undefined;
    // Two halves are each other's rest.
    for (const part of pieces === 2 ? alone : [...alone, ...without]) {
      if (!hasTime()) return current;
      if (await fails(part)) {
        smaller = part;
        break;
      }
    }
    if (smaller !== undefined) {
      pieces = smaller.length > size ? Math.max(pieces - 1, 2) : 2;
      current = smaller;
    } else if (size === 1) {
      return current;
    } else {
      pieces = Math.min(pieces * 2, current.length);
    }
  }
  return current;
}
