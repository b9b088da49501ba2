import { randomUUID } from "node:crypto";

/** What a caller may choose as the id of its request. */
const SANE = /^[\w.:-]{1,100}$/;

/** The id of a request: the caller's own from X-Request-Id when it is sane, else one made now. */
export function requestIdOf(given: string | string[] | undefined): string {
  return typeof given === "string" && SANE.test(given) ? given : randomUUID();
}
