import type { ErrorRule } from "../judge.ts";

const S = 1_000;
const MINUTE_MS = 60 * S;

/** What WeCom's group robots answer in `errcode`, and what then. */
export const WECOM_ERRORS: readonly ErrorRule[] = [
  { code: "-1", verdict: { kind: "retry", afterMs: 2 * S }, means: "busy" },
  {
    code: "45009",
    verdict: { kind: "retry", afterMs: MINUTE_MS, bannedMs: MINUTE_MS },
    means: "more than 20 a minute",
  },
  { code: "45033", verdict: { kind: "retry", afterMs: 5 * S }, means: "too many at the same time" },
  { code: "93000", verdict: { kind: "final" }, means: "no such key" },
  { code: "93008", verdict: { kind: "final" }, means: "the robot is not in the group any more" },
  { code: "60020", verdict: { kind: "final" }, means: "address not allowed" },
  { code: "40058", verdict: { kind: "final" }, means: "too long, or a field is missing" },
  { code: "45002", verdict: { kind: "final" }, means: "too long" },
  { code: "40008", verdict: { kind: "final" }, means: "no such kind of message" },
  { code: "44004", verdict: { kind: "final" }, means: "nothing in it" },
];
