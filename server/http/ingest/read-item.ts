import { isUtf8 } from "node:buffer";
import { type ParsedEvent, parseEvent } from "../../../domain/wire/event.ts";
import { findRepeatedMember } from "../json/find-repeated-member.ts";
import { inspectValue, MAX_DEPTH } from "../json/inspect-value.ts";
import { scanBytes } from "../json/scan-bytes.ts";

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** The bytes without a byte order mark. */
export function withoutBom(bytes: Buffer): Buffer {
  return bytes[0] === BOM[0] && bytes.subarray(0, 3).equals(BOM) ? bytes.subarray(3) : bytes;
}

/** A JSON text, or why it cannot be taken as written. */
export type ReadValue = { ok: true; value: unknown } | Refused;
export interface Refused {
  ok: false;
  code: string;
  detail: string;
}

/** Reads JSON and refuses what JSON.parse would change in silence. */
export function readStrictJson(bytes: Buffer): ReadValue {
  if (!isUtf8(bytes)) return refused("invalid_utf8", "is not UTF-8; send UTF-8");
  const scan = scanBytes(bytes);
  if (scan.depth > MAX_DEPTH) return refused("nested_too_deep", `nests deeper than ${MAX_DEPTH} levels`);
  const text = bytes.toString("utf8");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refused("invalid_json", `is not JSON: ${jsonComplaint(error)}`);
  }
  const { members, problem } = inspectValue(value);
  if (problem) return refused(problem.code, problem.detail);
  if (members !== scan.members) return repeated(text);
  return { ok: true, value };
}

/** Reads one line of NDJSON as an event, or says why it cannot be taken. */
export function readLine(bytes: Buffer): ParsedEvent {
  const read = readStrictJson(bytes);
  return read.ok ? parseEvent(read.value) : read;
}

export function repeated(text: string): Refused {
  const name = (findRepeatedMember(text) ?? "").toWellFormed().slice(0, 100);
  return refused("duplicate_member", `has the member ${JSON.stringify(name)} twice; send it once`);
}

/** What JSON.parse complains of, without the piece of the text it quotes: that may be personal data. */
export function jsonComplaint(error: unknown): string {
  return (error as Error).message
    .replace(/, ".*$/s, "")
    .replace(/\.\.\..*$/s, "")
    .slice(0, 100);
}

function refused(code: string, detail: string): Refused {
  return { ok: false, code, detail };
}
