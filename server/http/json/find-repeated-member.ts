/**
 * The first object member that repeats a name within its object, or null. A slow, careful scan for texts in which a
 * repetition is already suspected.
 * @param text JSON that JSON.parse has accepted
 */
export function findRepeatedMember(text: string): string | null {
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === "{") open.push(new Set());
    else if (char === "[") open.push(null);
    else if (char === "}" || char === "]") open.pop();
    else if (char === '"') {
      const end = endOfString(text, at);
      const names = open.at(-1);
      if (names && isName(text, end)) {
        const name = JSON.parse(text.slice(at, end)) as string;
        if (names.has(name)) return name;
        names.add(name);
      }
      at = end - 1;
    }
  }
  return null;
}

/** The spans [from, to) of the items of a top-level array, in JSON that JSON.parse has accepted. */
export function splitArray(text: string): [from: number, to: number][] {
  const spans: [number, number][] = [];
  let depth = 0;
  let from = text.indexOf("[") + 1;
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === '"') at = endOfString(text, at) - 1;
    else if (char === "{" || char === "[") depth++;
    else if (depth === 0 && (char === "," || char === "]")) {
      spans.push([from, at]);
      from = at + 1;
      if (char === "]") break;
    } else if (char === "}" || char === "]") depth--;
  }
  return spans;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

function isName(text: string, after: number): boolean {
  let at = after;
  while (text[at] === " " || text[at] === "\n" || text[at] === "\r" || text[at] === "\t") at++;
  return text[at] === ":";
}
