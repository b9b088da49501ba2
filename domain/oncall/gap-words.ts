import { momentWords } from "../escalation/words/language.ts";
import type { OnCallGap } from "./gaps.ts";

interface Told {
  nowMs: number;
  timezone: string;
  /** Who is on call and cannot be called; null: nobody is. */
  onCall: string | null;
  /** Who is called instead; null: nobody can be. */
  instead: string | null;
}

/** 今天 22:00 到明天 08:00 没人值班，出事会打给赵总 */
export function gapZh({ fromAt, toAt, reason }: Omit<OnCallGap, "personId">, told: Told): string {
  const name = told.onCall ?? "";
  const why: Partial<Record<OnCallGap["reason"], string>> = {
    unverified: `是${name}值班，电话没验证过`,
    quiet: `是${name}值班，但在免打扰时段`,
  };
  const from = nightly(momentWords(fromAt, told, "zh-CN", true));
  const until = nightly(momentWords(toAt, told, "zh-CN"));
  const then = told.instead === null ? "出事没有人接电话" : `出事会打给${told.instead}`;
  const to = /^\d/.test(until) ? "到 " : "到";
  return `${from} ${to}${until} ${why[reason] ?? "没人值班"}，${then}`;
}

/** Nobody is on call from 22:00 today to 08:00 tomorrow; 赵总 would be called */
export function gapEn({ fromAt, toAt, reason }: Omit<OnCallGap, "personId">, told: Told): string {
  const why: Partial<Record<OnCallGap["reason"], string>> = {
    unverified: `${told.onCall} is on call without a verified phone`,
    quiet: `${told.onCall} is on call in quiet hours`,
  };
  const from = momentWords(fromAt, told, "en", true);
  const until = momentWords(toAt, told, "en");
  const then = told.instead === null ? "no call would reach anybody" : `${told.instead} would be called`;
  return `${why[reason] ?? "Nobody is on call"} from ${from} to ${until}; ${then}`;
}

/** 今天 22:00 → 今晚 22:00, 明天 08:00 → 明早 8:00: as people say it. */
function nightly(words: string): string {
  return words
    .replace(/^今天 (1[89]|2\d):/, "今晚 $1:")
    .replace(/^明天 (1[89]|2\d):/, "明晚 $1:")
    .replace(/^明天 (0[5-9]|10):/, "明早 $1:")
    .replace(/(^| )0(\d:)/, "$1$2");
}
