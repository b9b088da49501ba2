import type { ErrorRule } from "../judge.ts";

const S = 1_000;
const BAN_MS = 10 * 60 * S;

/** What DingTalk's custom robots answer in `errcode`, and what then. */
export const DINGTALK_ERRORS: readonly ErrorRule[] = [
  { code: "-1", verdict: { kind: "retry", afterMs: 2 * S }, means: "busy" },
  {
    code: "130101",
    verdict: { kind: "retry", afterMs: BAN_MS, bannedMs: BAN_MS },
    means: "more than 20 a minute",
  },
  {
    code: "410100",
    verdict: { kind: "retry", afterMs: BAN_MS, bannedMs: BAN_MS },
    means: "more than 20 a minute",
  },
  {
    code: "310000",
    verdict: { kind: "final" },
    means: "keyword, timestamp, signature or address not allowed",
  },
  { code: "300005", verdict: { kind: "final" }, means: "no such token" },
  { code: "400101", verdict: { kind: "final" }, means: "no such token" },
  { code: "400102", verdict: { kind: "final" }, means: "the robot is switched off" },
  { code: "400106", verdict: { kind: "final" }, means: "no such robot" },
  { code: "400013", verdict: { kind: "final" }, means: "the group is dissolved" },
  { code: "400105", verdict: { kind: "final" }, means: "no such kind of message" },
  { code: "40035", verdict: { kind: "final" }, means: "the body is not understood" },
  { code: "43004", verdict: { kind: "final" }, means: "another content-type" },
  { code: "430101", verdict: { kind: "final" }, means: "a link that it holds unsafe" },
  { code: "430102", verdict: { kind: "final" }, means: "a text that it holds unfit" },
  { code: "430104", verdict: { kind: "final" }, means: "content that it holds unfit" },
];
