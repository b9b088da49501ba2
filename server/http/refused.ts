import type { Refusal } from "../commands/refusal.ts";
import { Problem } from "./problem.ts";

const STATUS = { impossible: 422, missing: 404, too_often: 429, away: 503 } as const;
const MS_PER_S = 1_000;

/** A command's refusal as whoever called reads it. */
export function refused({ code, detail, kind, retryAfterMs }: Refusal): Problem {
  const headers: Record<string, string> =
    kind === "too_often" ? { "retry-after": String(Math.ceil(retryAfterMs / MS_PER_S)) } : {};
  return new Problem(STATUS[kind], code.replaceAll("_", "-"), `${detail}.`, { headers });
}
