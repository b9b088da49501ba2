/** Characters that a chat's markdown would take for its own, and what stands in for them. */
const STAND_INS: Record<string, string> = {
  "<": "＜",
  ">": "＞",
  "[": "［",
  "]": "］",
  "*": "＊",
  "`": "＇",
  "~": "～",
  "@": "＠",
};

/**
 * Text from orders, nodes and people as plain text inside a chat's markdown: no link, no mention, no line of its own
 * can be slipped in through an order number.
 */
export function plain(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[<>[\]*`~@]/g, (char) => STAND_INS[char]!);
}

/** Cuts text to so many bytes of UTF-8, at a character. */
export function cutBytes(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text;
  const room = most - Buffer.byteLength("…");
  let bytes = 0;
  let end = 0;
  for (const char of text) {
    bytes += Buffer.byteLength(char);
    if (bytes > room) break;
    end += char.length;
  }
  return `${text.slice(0, end)}…`;
}
