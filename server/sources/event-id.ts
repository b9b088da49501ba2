import { createHash } from "node:crypto";
import { MAIN_TOKEN } from "../../domain/order/types.ts";
import { EVENT_LIMITS } from "../../domain/wire/event.ts";

const HASH_LENGTH = 12;

/**
 * An event's id made of what it says, so that the same row is the same event in every file. Readable while it fits:
 * order, token, what it is about, time, and what tells two events apart that share them.
 * @param content all that the event says
 */
export function eventIdOf(
  event: { orderNo: string; token: string; occurredAt: number },
  label: string,
  content: unknown,
): string {
  const hash = createHash("sha256").update(JSON.stringify(content)).digest("hex");
  const token = event.token === MAIN_TOKEN ? "" : `${event.token}/`;
  const readable = `${event.orderNo}/${token}${label}/${event.occurredAt}/${hash.slice(0, HASH_LENGTH)}`;
  return readable.length <= EVENT_LIMITS.keyLength ? readable : hash;
}
