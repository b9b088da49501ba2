/** Where something can go wrong. `callbacks`: what Twilio tells Andon; `phone`: what the one who is called does. */
export const PLACES = [
  "dingtalk",
  "wecom",
  "feishu",
  "webhook",
  "twilio",
  "aliyun",
  "callbacks",
  "phone",
] as const;
export type Place = (typeof PLACES)[number];

const REQUEST = ["429", "500", "503", "slow", "timeout", "drop"] as const;
const ROBOT = [...REQUEST, "busy", "wrong_sign", "keyword", "banned"] as const;

/**
 * What can go wrong in each place. slow: answers late; timeout: takes it, never answers; drop: hangs up without
 * taking it; busy: the provider's own "try again"; wrong_sign: takes the right signature for a wrong one, and in
 * callbacks: signs with a wrong key.
 */
export const FAULTS = {
  dingtalk: ROBOT,
  wecom: [...REQUEST, "busy", "bad_key", "banned"],
  feishu: ROBOT,
  webhook: [...REQUEST, "404"],
  twilio: [...REQUEST, "unauthorized", "geo", "invalid_number"],
  aliyun: [...REQUEST, "limit", "unauthorized"],
  callbacks: ["lost", "duplicated", "reordered", "slow", "wrong_sign"],
  phone: ["busy", "no_answer", "voicemail", "failed", "hang_up", "silence"],
} as const satisfies Record<Place, readonly string[]>;

export type FaultKind = (typeof FAULTS)[Place][number];
