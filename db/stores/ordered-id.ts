import { randomBytes } from "node:crypto";

/** Random bytes are asked for in stock: a call for each id would cost more than the id. */
const STOCK = 4_096;
const NEEDED = 10;
let stock = Buffer.alloc(0);
let used = 0;

/**
 * A UUID that sorts by an instant (RFC 9562, version 7): rows made together lie together in an index.
 * @param atMs epoch ms
 */
export function orderedId(atMs: number): string {
  if (used + NEEDED > stock.length) {
    stock = randomBytes(STOCK);
    used = 0;
  }
  const random = stock.toString("hex", used, used + NEEDED);
  used += NEEDED;
  const time = Math.max(0, Math.floor(atMs)).toString(16).padStart(12, "0");
  const variant = ((Number.parseInt(random[3]!, 16) & 0x3) | 0x8).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-${variant}${random.slice(4, 7)}-${random.slice(7, 19)}`;
}
