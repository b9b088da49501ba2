import type { ErrorRule } from "../judge.ts";

const S = 1_000;
const MINUTE_MS = 60 * S;

/** What Feishu's custom robots answer in `code`, and what then. */
export const FEISHU_ERRORS: readonly ErrorRule[] = [
  {
    code: "11232",
    verdict: { kind: "retry", afterMs: MINUTE_MS, bannedMs: MINUTE_MS },
    means: "100 a minute or 5 a second",
  },
  { code: "99991400", verdict: { kind: "retry", afterMs: 10 * S }, means: "too many at the gateway" },
  { code: "230020", verdict: { kind: "retry", afterMs: 10 * S }, means: "too many for this chat" },
  { code: "2200", verdict: { kind: "retry", afterMs: 5 * S }, means: "a fault of theirs" },
  { code: "19001", verdict: { kind: "final" }, means: "no such robot" },
  { code: "19007", verdict: { kind: "final" }, means: "the robot is switched off" },
  { code: "19021", verdict: { kind: "final" }, means: "signature or timestamp" },
  { code: "19022", verdict: { kind: "final" }, means: "address not allowed" },
  { code: "19024", verdict: { kind: "final" }, means: "the keyword is missing" },
  { code: "9499", verdict: { kind: "final" }, means: "the body is not understood" },
  { code: "11246", verdict: { kind: "final" }, means: "the card is not understood" },
];
