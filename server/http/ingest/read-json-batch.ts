import { isUtf8 } from "node:buffer";
import type { IncomingEvent } from "../../../domain/order/types.ts";
import { parseEvent } from "../../../domain/wire/event.ts";
import type { ItemRefusal } from "../../commands/record-events.ts";
import { findRepeatedMember, splitArray } from "../json/find-repeated-member.ts";
import { inspectValue } from "../json/inspect-value.ts";
import { scanBytes } from "../json/scan-bytes.ts";
import { Problem } from "../problem.ts";
import { INGEST_LIMITS } from "./limits.ts";
import { jsonComplaint, repeated, withoutBom } from "./read-item.ts";

/** The items of a request: those that could be read, where they stood, and the rest with a reason. */
export interface Batch {
  events: IncomingEvent[];
  indexes: number[];
  unreadable: ItemRefusal[];
}

export function emptyBatch(): Batch {
  return { events: [], indexes: [], unreadable: [] };
}

/** The 422 for a request without a single item. */
export function emptyProblem(): Problem {
  return new Problem(422, "empty-batch", "The batch holds no event. Send at least one.");
}

/**
 * Reads a JSON body item by item.
 * @throws Problem 400 when it is not JSON, 413 when it is too long, 422 when it is not an array of at least one
 */
export function readJsonBatch(body: Buffer): Batch {
  const bytes = withoutBom(body);
  if (!isUtf8(bytes)) throw new Problem(400, "invalid-utf8", "The body is not UTF-8. Send UTF-8.");
  const scan = scanBytes(bytes);
  if (scan.depth > INGEST_LIMITS.bodyDepth) {
    throw new Problem(
      400,
      "nested-too-deep",
      `The body nests deeper than ${INGEST_LIMITS.bodyDepth} levels.`,
    );
  }
  const text = bytes.toString("utf8");
  const items = parseArray(text);
  const inspections = items.map(inspectValue);
  const members = inspections.reduce((sum, inspection) => sum + inspection.members, 0);
  const spans = members === scan.members ? null : splitArray(text);

  const batch = emptyBatch();
  for (const [index, item] of items.entries()) {
    const { problem } = inspections[index]!;
    const span = spans?.[index];
    const source = span && text.slice(span[0], span[1]);
    const parsed = problem
      ? ({ ok: false, ...problem } as const)
      : source !== undefined && findRepeatedMember(source) !== null
        ? repeated(source)
        : parseEvent(item);
    if (parsed.ok) {
      batch.events.push(parsed.event);
      batch.indexes.push(index);
    } else {
      batch.unreadable.push({ index, code: parsed.code, detail: parsed.detail });
    }
  }
  return batch;
}

function parseArray(text: string): unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Problem(400, "invalid-json", `The body is not JSON: ${jsonComplaint(error)}.`);
  }
  if (!Array.isArray(value)) {
    throw new Problem(422, "not-an-array", "The body must be a JSON array of events, also for a single one.");
  }
  if (value.length === 0) throw emptyProblem();
  if (value.length > INGEST_LIMITS.jsonEvents) {
    throw new Problem(
      413,
      "too-many-events",
      `The batch holds ${value.length} events; a JSON body may hold ${INGEST_LIMITS.jsonEvents}. Send it in parts, or as application/x-ndjson.`,
    );
  }
  return value;
}
