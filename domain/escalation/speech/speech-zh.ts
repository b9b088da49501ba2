import type { PromiseKind } from "../../settings/types.ts";
import type { NotificationFacts } from "../words/facts.ts";
import { chineseCount, chineseDigits } from "./numerals.ts";
import { spokenDurationZh, spokenMomentZh } from "./spoken-time.ts";

/** Promises closer together than this are one moment to the ear. */
export const ONE_MOMENT_MS = 3_600_000;
/** The node whose deadline is a truck that leaves. */
export const TRUCK_NODE = "bulky_dispatch";

const LATE_AS: Record<PromiseKind, string> = {
  ship: "前不出库就算延迟发货",
  collect: "前不揽收就算揽收超时",
  deliver: "前不送到就算送达超时",
  appointment: "前不上门就算爽约",
  aftersale: "前不处理就算售后超时",
};

const WHY_YOU: Record<string, string> = {
  nobody_on_call: "现在没人值班，所以打给您。",
  empty_role: "负责的岗位上没有人，所以打给您。",
  unverified: "负责人的电话没验证过，所以打给您。",
  quiet: "负责人在免打扰时段，所以打给您。",
  no_group: "没有群能收消息，所以打给您。",
  channel_failed: "群消息发不出去，所以打给您。",
};

const WHY_YOU_ANYHOW = "负责人找不到，所以打给您。";

export function greetZh({ shopName }: NotificationFacts): string {
  return `您好，这里是${shopName}订单值班电话。`;
}

/** 大件装车调度有二十三单超时，最久六小时十二分，十七点的车再不装就过平台时效 */
export function situationZh(facts: NotificationFacts): string {
  return `${facts.node?.nameZh ?? "订单"}有${stateZh(facts)}`;
}

/** What follows the node's name: 二十三单超时，最久六小时十二分，十七点的车再不装就过平台时效 */
export function stateZh(facts: NotificationFacts): string {
  return [countedZh(facts), ageZh(facts), ...promisesZh(facts)].filter(Boolean).join("，");
}

/** What the phone says when it is picked up. */
export function askZh(facts: NotificationFacts): string {
  const { fallbackReason } = facts;
  const why = fallbackReason === null ? "" : (WHY_YOU[fallbackReason] ?? WHY_YOU_ANYHOW);
  return `${greetZh(facts)}${why}${situationZh(facts)}。我来处理请按一，转给下一位请按二，重听请按三。`;
}

const countOf = ({ openCount, unresolvedCount }: NotificationFacts): number => openCount || unresolvedCount;

function countedZh(facts: NotificationFacts): string {
  const count = facts.light === "yellow" ? countOf(facts) : facts.overdueCount || countOf(facts);
  return `${chineseCount(count)}单${facts.light === "yellow" ? "快到点" : "超时"}`;
}

function ageZh({ light, oldestOverdueMs, soonestDueInMs, overdueCount }: NotificationFacts): string {
  if (light === "yellow") return soonestDueInMs === null ? "" : `还有${spokenDurationZh(soonestDueInMs)}`;
  if (oldestOverdueMs === null) return "";
  if (oldestOverdueMs < 60_000) return "刚到点";
  return `${overdueCount === 1 ? "已超" : "最久"}${spokenDurationZh(oldestOverdueMs)}`;
}

function promisesZh(facts: NotificationFacts): string[] {
  const { promiseAt, promiseCount, breachedCount, node } = facts;
  const count = countOf(facts);
  const said: string[] = [];
  if (breachedCount > 0) said.push(`${ofThemZh(breachedCount, count)}已过平台时效`);
  if (promiseAt === null) return said;
  const who = ofThemZh(promiseCount, count);
  const at = spokenMomentZh(promiseAt, facts);
  if ((facts.promiseLastAt ?? promiseAt) - promiseAt >= ONE_MOMENT_MS)
    said.push(`${who}${at}起陆续过平台时效`);
  else if (node?.key === TRUCK_NODE) said.push(`${who}${at}的车再不装就过平台时效`);
  else said.push(`${who}${at}${node?.promise ? LATE_AS[node.promise] : "前不走就过平台时效"}`);
  return said;
}

const ofThemZh = (some: number, all: number): string => (some >= all ? "" : `其中${chineseCount(some)}单`);

/** 十六点四十分 */
export function untilZh(pledgeUntilMs: number, facts: NotificationFacts): string {
  return spokenMomentZh(pledgeUntilMs, facts);
}

export function takenZh(pledgeUntilMs: number, facts: NotificationFacts): string {
  return `好的，已记在您名下，请在${untilZh(pledgeUntilMs, facts)}前清完，到点没清会再打给您。`;
}

export function alreadyZh(name: string, pledgeUntilMs: number, facts: NotificationFacts): string {
  return `${name}已接手，说好${untilZh(pledgeUntilMs, facts)}前清完，不用再跟。`;
}

export function overZh({ alertCount }: NotificationFacts): string {
  return alertCount === 1 ? "这单已经走了，不用再跟。" : `${chineseCount(alertCount)}单都走了，不用再跟。`;
}

export const PASSED_ZH = "好的，正在转给下一位。";
export const NOBODY_NEXT_ZH = "没有下一位可以转了，还请您来处理。";
export const SILENCE_ZH = "没有收到按键，马上转给下一位。";

export function testZh(facts: NotificationFacts): string {
  return `${greetZh(facts)}这是一次测试，听到就说明电话通了，不用处理。`;
}

/** Digit by digit with pauses, twice. */
export function codeZh(code: string, facts: NotificationFacts): string {
  const digits = [...chineseDigits(code)].join("，");
  return `${greetZh(facts)}您的验证码是，${digits}。再说一遍，${digits}。`;
}
