import { FIRST_INSTANT, LAST_INSTANT } from "../../domain/wire/instant.ts";

/** A cursor that a caller made up or cut short. */
export class CursorError extends Error {
  override name = "CursorError";
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What a cursor's parts may be; anything else would fail deep inside a query. */
const KINDS = {
  /** Epoch ms. */
  instant: (part: unknown): part is number =>
    Number.isSafeInteger(part) && (part as number) >= FIRST_INSTANT && (part as number) <= LAST_INSTANT,
  id: (part: unknown): part is number => Number.isSafeInteger(part) && (part as number) >= 0,
  uuid: (part: unknown): part is string => typeof part === "string" && UUID.test(part),
};
type Kind = keyof typeof KINDS;

/** Where a list goes on: opaque to callers, so that its insides may change. */
export function writeCursor(parts: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}

/**
 * @param shape the kind of each part
 * @throws CursorError when the text is not a cursor of this shape
 */
export function readCursor<const S extends readonly Kind[]>(
  text: string,
  shape: S,
): { [K in keyof S]: S[K] extends "uuid" ? string : number } {
  const parts = decode(text);
  const fits =
    Array.isArray(parts) &&
    parts.length === shape.length &&
    parts.every((part, at) => KINDS[shape[at]!](part));
  if (!fits) throw new CursorError("cursor is not one that this list gave out; start without it");
  return parts as never;
}

function decode(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}
