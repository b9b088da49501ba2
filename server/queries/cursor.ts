/** A cursor that a caller made up or cut short. */
export class CursorError extends Error {
  override name = "CursorError";
}

/** Where a list goes on: opaque to callers, so that its insides may change. */
export function writeCursor(parts: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}

/**
 * @param shape the type of each part
 * @throws CursorError when the text is not a cursor of this shape
 */
export function readCursor<const S extends readonly ("string" | "number")[]>(
  text: string,
  shape: S,
): { [K in keyof S]: S[K] extends "string" ? string : number } {
  const parts = decode(text);
  const fits =
    Array.isArray(parts) &&
    parts.length === shape.length &&
    parts.every(
      (part, at) =>
        typeof part === shape[at] &&
        (typeof part === "string" ? !part.includes("\0") : Number.isSafeInteger(part)),
    );
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
