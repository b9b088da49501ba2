import type { Verdict } from "../../judge.ts";

/** One line of Twilio's error table. */
export interface TwilioRule {
  code: number;
  verdict: Verdict;
  /** Whether another company may well place the call. */
  elsewhere: boolean;
  means: string;
}

const S = 1_000;
const FINAL: Verdict = { kind: "final" };

/** What Twilio's Calls API answers in `code`, and what then: https://www.twilio.com/docs/api/errors */
export const TWILIO_ERRORS: readonly TwilioRule[] = [
  { code: 20429, verdict: { kind: "retry", afterMs: 2 * S }, elsewhere: false, means: "too many requests" },
  {
    code: 10004,
    verdict: { kind: "retry", afterMs: 5 * S },
    elsewhere: false,
    means: "too many calls at once",
  },
  { code: 20003, verdict: FINAL, elsewhere: true, means: "account or token is wrong" },
  { code: 20005, verdict: FINAL, elsewhere: true, means: "the account is not active" },
  { code: 20404, verdict: FINAL, elsewhere: true, means: "there is no such account" },
  { code: 21201, verdict: FINAL, elsewhere: false, means: "no number to call" },
  { code: 21205, verdict: FINAL, elsewhere: true, means: "PUBLIC_URL is none that Twilio can reach" },
  { code: 21210, verdict: FINAL, elsewhere: true, means: "TWILIO_FROM is not verified" },
  { code: 21212, verdict: FINAL, elsewhere: true, means: "TWILIO_FROM is no number" },
  { code: 21213, verdict: FINAL, elsewhere: true, means: "TWILIO_FROM is missing" },
  { code: 21211, verdict: FINAL, elsewhere: false, means: "the number called is none" },
  { code: 21217, verdict: FINAL, elsewhere: false, means: "the number called is none" },
  { code: 13224, verdict: FINAL, elsewhere: false, means: "the number called is none" },
  { code: 21214, verdict: FINAL, elsewhere: true, means: "no route to the number" },
  { code: 21215, verdict: FINAL, elsewhere: true, means: "the account may not call this country" },
  { code: 21216, verdict: FINAL, elsewhere: true, means: "the number is blocked" },
  { code: 22005, verdict: FINAL, elsewhere: true, means: "it would wait for more than a day" },
  { code: 11200, verdict: FINAL, elsewhere: true, means: "Twilio cannot fetch what to say from PUBLIC_URL" },
];

/**
 * What to do about a refusal. Only 429 and its codes are tried again: any other answer below 500 is an end, and from
 * 500 on nobody knows whether the call was placed.
 */
export function judgeTwilio(status: number, code: number | null): { verdict: Verdict; elsewhere: boolean } {
  const rule = TWILIO_ERRORS.find((each) => each.code === code);
  if (rule) return rule;
  if (status === 429) return { verdict: { kind: "retry", afterMs: 2 * S }, elsewhere: false };
  if (status >= 500 || status === 408) return { verdict: { kind: "unknown" }, elsewhere: false };
  return { verdict: FINAL, elsewhere: true };
}
