import type { Verdict } from "../../judge.ts";
import type { CallEnd } from "../types.ts";

export interface AliyunRule {
  code: string;
  verdict: Verdict;
  /** Whether another company may well place the call. */
  elsewhere: boolean;
  means: string;
}

const S = 1_000;
const FINAL: Verdict = { kind: "final" };

/** What Aliyun's voice service answers in `Code`, and what then: https://help.aliyun.com/document_detail/178344.html */
export const ALIYUN_ERRORS: readonly AliyunRule[] = [
  { code: "isv.BUSINESS_LIMIT_CONTROL", verdict: FINAL, elsewhere: true, means: "called too often" },
  {
    code: "Throttling",
    verdict: { kind: "retry", afterMs: 2 * S },
    elsewhere: false,
    means: "too many requests",
  },
  {
    code: "Throttling.User",
    verdict: { kind: "retry", afterMs: 2 * S },
    elsewhere: false,
    means: "too many requests",
  },
  { code: "isp.SYSTEM_ERROR", verdict: { kind: "unknown" }, elsewhere: false, means: "a fault of theirs" },
  { code: "isv.MOBILE_NUMBER_ILLEGAL", verdict: FINAL, elsewhere: false, means: "the number called is none" },
  { code: "isp.RAM_PERMISSION_DENY", verdict: FINAL, elsewhere: true, means: "the key may not place calls" },
  { code: "isv.OUT_OF_SERVICE", verdict: FINAL, elsewhere: true, means: "the account is not paid" },
  { code: "isv.AMOUNT_NOT_ENOUGH", verdict: FINAL, elsewhere: true, means: "the account is not paid" },
  { code: "isv.PRODUCT_UN_SUBSCRIPT", verdict: FINAL, elsewhere: true, means: "voice is not ordered" },
  { code: "isv.PRODUCT_UNSUBSCRIBE", verdict: FINAL, elsewhere: true, means: "voice is not ordered" },
  { code: "isv.ACCOUNT_NOT_EXISTS", verdict: FINAL, elsewhere: true, means: "there is no such account" },
  { code: "isv.ACCOUNT_ABNORMAL", verdict: FINAL, elsewhere: true, means: "the account is blocked" },
  { code: "isv.TTS_TEMPLATE_ILLEGAL", verdict: FINAL, elsewhere: true, means: "no such template" },
  { code: "isv.TEMPLATE_ILLEGAL", verdict: FINAL, elsewhere: true, means: "no such template" },
  {
    code: "isv.TEMPLATE_MISSING_PARAMETERS",
    verdict: FINAL,
    elsewhere: true,
    means: "a template wants another variable",
  },
  {
    code: "isv.TEMPLATE_PARAMS_ILLEGAL",
    verdict: FINAL,
    elsewhere: true,
    means: "a variable that it does not speak",
  },
  { code: "isv.PARAM_LENGTH_LIMIT", verdict: FINAL, elsewhere: true, means: "a variable is too long" },
  {
    code: "isv.BLACK_KEY_CONTROL_LIMIT",
    verdict: FINAL,
    elsewhere: true,
    means: "a word that it does not speak",
  },
  {
    code: "isv.DISPLAY_NUMBER_ILLEGAL",
    verdict: FINAL,
    elsewhere: true,
    means: "ALIYUN_SHOW_NUMBER is not yours",
  },
  {
    code: "isv.COMPLAINT_REJECT",
    verdict: FINAL,
    elsewhere: true,
    means: "the callee is kept from being called",
  },
  {
    code: "SignatureDoesNotMatch",
    verdict: FINAL,
    elsewhere: true,
    means: "ALIYUN_ACCESS_KEY_SECRET is wrong",
  },
  {
    code: "InvalidAccessKeyId.NotFound",
    verdict: FINAL,
    elsewhere: true,
    means: "ALIYUN_ACCESS_KEY_ID is wrong",
  },
];

/** What to do about an answer that is not OK. */
export function judgeAliyun(status: number, code: string | null): { verdict: Verdict; elsewhere: boolean } {
  const rule = ALIYUN_ERRORS.find((each) => each.code === code);
  if (rule) return rule;
  if (status === 429) return { verdict: { kind: "retry", afterMs: 2 * S }, elsewhere: false };
  if (status >= 500 || status === 408 || code === null)
    return { verdict: { kind: "unknown" }, elsewhere: false };
  return { verdict: FINAL, elsewhere: true };
}

/** How a call ended by its status code: https://help.aliyun.com/zh/vms/developer-reference/operators-receipt-error-code */
const ENDS: Record<string, CallEnd> = {
  "200000": "silence",
  "200001": "hung_up",
  "200002": "busy",
  "200003": "no_answer",
  "200008": "silence",
};

/** Codes that tell of a call that goes on: connecting, connected, talking, a key was pressed. */
const LIVE = new Set(["200101", "200102", "200103", "300000"]);

/** @returns null while the call goes on */
export function endOfAliyun(statusCode: string): CallEnd | null {
  return LIVE.has(statusCode) ? null : (ENDS[statusCode] ?? "failed");
}
