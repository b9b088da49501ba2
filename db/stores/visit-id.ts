import { createHash } from "node:crypto";

/** A visit's id, derived from its opening event: SHA-256 of source and id, cut to a UUID's 128 bits. */
export function visitId(openedBy: { source: string; id: string }): string {
  const hex = createHash("sha256").update(`${openedBy.source}\u0000${openedBy.id}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
