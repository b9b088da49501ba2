import { Problem } from "../problem.ts";
import { INGEST_LIMITS } from "./limits.ts";

/** The 413 for a body beyond its limit. */
export function bodyTooLarge(limitBytes: number): Problem {
  return new Problem(
    413,
    "body-too-large",
    `This JSON body may have at most ${limitBytes} bytes, inflated. Send events in parts, or as application/x-ndjson.`,
  );
}

/**
 * Reads a whole body into memory.
 * @throws Problem 413 beyond the limit, 408 when it takes too long to arrive
 */
export async function collectBody(body: AsyncGenerator<Buffer>, limitBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  const deadline = performance.now() + INGEST_LIMITS.jsonArrivalMs;
  for await (const part of body) {
    size += part.length;
    if (size > limitBytes) throw bodyTooLarge(limitBytes);
    if (performance.now() > deadline) {
      throw new Problem(
        408,
        "body-too-slow",
        `The body took longer than ${INGEST_LIMITS.jsonArrivalMs} ms to arrive.`,
      );
    }
    parts.push(part);
  }
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts, size);
}
