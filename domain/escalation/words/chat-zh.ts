import type { PromiseKind } from "../../settings/types.ts";
import type { NotificationFacts } from "./facts.ts";
import { durationWords, momentWords, timeWords } from "./language.ts";

/** What is said of one notification: the headline first. */
export interface Said {
  title: string;
  lines: string[];
}

const LATE_AS: Record<PromiseKind, string> = {
  ship: "不出库就算延迟发货",
  collect: "不揽收就算揽收超时",
  deliver: "不送到就算送达超时",
  appointment: "不上门就算爽约",
  aftersale: "不处理就算售后超时",
};

const WHY_YOU: Record<string, string> = {
  nobody_on_call: "现在没人值班，所以找到你",
  empty_role: "负责的岗位上没有人，所以找到你",
  unverified: "负责人的联系方式没验证过，所以找到你",
  quiet: "负责人在免打扰时段，所以找到你",
  unknown: "负责人找不到，所以找到你",
  no_group: "负责人不在有机器人的群里，所以找到你",
  channel_failed: "群消息发不出去，所以找到你",
  no_provider: "没有开通语音电话，没法打给任何人，请来个人接手",
};

/** 【超时】打包待出库 23 单，最久 4 小时 38 分 */
export function stepZh(facts: NotificationFacts): Said {
  const name = facts.node?.nameZh ?? "订单";
  const lines = [...promisesZh(facts), ...kindsZh(facts)];
  const body = lines.length > 0 ? [lines.join("。")] : [];
  if (facts.orderNo !== null) body.push(`单号 ${facts.orderNo}`);
  if (facts.light === "yellow") {
    const left =
      facts.soonestDueInMs === null ? "" : `，还有 ${durationWords(facts.soonestDueInMs, "zh-CN")}`;
    return { title: `【快到点】${name} ${countOf(facts)} 单${left}`, lines: [...body, ...whyZh(facts)] };
  }
  const soon = countOf(facts) - facts.overdueCount;
  if (soon > 0 && facts.overdueCount > 0) body.push(`另有 ${soon} 单快到点`);
  return {
    title: `【超时】${name} ${facts.overdueCount || countOf(facts)} 单${ageZh(facts)}`,
    lines: [...body, ...whyZh(facts)],
  };
}

const countOf = (facts: NotificationFacts): number => facts.openCount || facts.unresolvedCount;

function ageZh({ oldestOverdueMs, overdueCount }: NotificationFacts): string {
  if (oldestOverdueMs === null) return "";
  if (oldestOverdueMs < 60_000) return "，刚到点";
  return `，${overdueCount === 1 ? "已超" : "最久"} ${durationWords(oldestOverdueMs, "zh-CN")}`;
}

/** 其中 12 单今天 18:00 前不出库就算延迟发货 */
function promisesZh(facts: NotificationFacts): string[] {
  const said: string[] = [];
  if (facts.breachedCount > 0) said.push(`${facts.breachedCount} 单已过平台时效`);
  if (facts.promiseAt === null) return said;
  const who = countOf(facts) === 1 ? "" : `其中 ${facts.promiseCount} 单`;
  const at = momentWords(facts.promiseAt, facts, "zh-CN", true);
  const last = facts.promiseLastAt ?? facts.promiseAt;
  const same = timeWords(last, facts.timezone) === timeWords(facts.promiseAt, facts.timezone);
  const late = facts.node?.promise ? LATE_AS[facts.node.promise] : "不走就过平台时效";
  if (same && last - facts.promiseAt < 3_600_000) said.push(`${who}${at} 前${late}`);
  else said.push(`${who}${at} 起陆续过平台时效`);
  return said;
}

/** 大件 9 单、定制 3 单 */
function kindsZh({ bulky, custom }: NotificationFacts): string[] {
  const kinds = [bulky > 0 ? `大件 ${bulky} 单` : "", custom > 0 ? `定制 ${custom} 单` : ""].filter(Boolean);
  return kinds.length > 0 ? [kinds.join("、")] : [];
}

function whyZh({ fallbackReason }: NotificationFacts): string[] {
  return fallbackReason === null ? [] : [WHY_YOU[fallbackReason] ?? WHY_YOU.unknown!];
}

/** 23 单都走了，用时 52 分钟，不用再跟 */
export function overZh(facts: NotificationFacts): Said {
  const { alertCount, tookMs } = facts;
  const took = tookMs === null ? "" : `，用时 ${durationWords(tookMs, "zh-CN")}`;
  const some = alertCount === 1 ? "这单" : `${alertCount} 单`;
  const all = alertCount === 1 ? "" : "都";
  const left = `${some}${all}走了${took}`;
  const how: Record<NonNullable<NotificationFacts["resolution"]>, string> = {
    left,
    mixed: left,
    by_hand: `${some}${all}处理完了${took}`,
    deadline_moved: `${some}改了时限，现在不超时`,
    rewritten: `${some}的记录更正了，现在不超时`,
  };
  return { title: `${how[facts.resolution ?? "left"]}，不用再跟`, lines: whereZh(facts, false) };
}

/** 打包待出库 23 单: which matter a short line is about. */
function whereZh(facts: NotificationFacts, counted = true): string[] {
  if (!facts.node) return [];
  const count = counted && facts.unresolvedCount > 0 ? ` ${facts.unresolvedCount} 单` : "";
  const order = facts.orderNo === null ? "" : `，单号 ${facts.orderNo}`;
  return [`${facts.node.nameZh}${count}${order}`];
}

/** 王磊已接手，说好 16:40 前清完 and its like. */
export function noticeZh(facts: NotificationFacts): Said {
  const { subject } = facts;
  const from = subject.fromName ?? facts.takenBy ?? "有人";
  const to = subject.toName ?? facts.person?.name ?? "下一位";
  const until = subject.pledgeUntilMs ?? facts.pledgeUntilMs;
  const pledge = until === null ? null : momentWords(until, facts, "zh-CN");
  const lines = whereZh(facts);
  switch (facts.topic) {
    case "taken":
      return { title: pledge === null ? `${from}已接手` : `${from}已接手，说好 ${pledge} 前清完`, lines };
    case "pledge_passed":
      return { title: passedZh(facts, from, pledge), lines: whereZh(facts, false) };
    case "passed_on":
      return { title: `${from}转给了${to}`, lines };
    case "gap":
      return { title: gapZh(facts, to), lines: [] };
    default:
      return { title: `${subject.notCalled ? `没法打给${from}` : `${from}没接`}，正在打给${to}`, lines };
  }
}

/** 16:40 到了，还剩 5 单，继续往上叫; where nobody is left to be told, who promised and what is needed. */
function passedZh(
  { subject, unresolvedCount }: NotificationFacts,
  from: string,
  pledge: string | null,
): string {
  const left = `还剩 ${unresolvedCount} 单`;
  if (!subject.nothingFollows) return `${pledge ?? "说好的时间"} 到了，${left}，继续往上叫`;
  const promised = pledge === null ? `${from}说好的时间到了，` : `${from}说好 ${pledge} 清完，到点`;
  return `${promised}${left}，后面不会再自动叫人，请来个人接手`;
}

function gapZh(facts: NotificationFacts, to: string): string {
  const { gapFromMs, gapUntilMs } = facts.subject;
  const from = gapFromMs === undefined ? "现在" : momentWords(gapFromMs, facts, "zh-CN", true);
  const until = gapUntilMs === undefined ? "" : ` 到${momentWords(gapUntilMs, facts, "zh-CN", true)}`;
  return `${from}${until} 没人值班，出事会打给${to}`;
}

export function testZh(facts: NotificationFacts): Said {
  return {
    title: `【测试】${facts.shopName}的订单告警会发到这里`,
    lines: ["看到这条就说明通了，不用处理"],
  };
}

export function verifyZh({ subject, shopName }: NotificationFacts): Said {
  return {
    title: `【验证码】${subject.code ?? "已发过"}`,
    lines: [`把它填回${shopName}的联系方式里，以后订单超时才会在这里叫你。不是你要的就别理它`],
  };
}

export const BUTTONS_ZH = { take: "我来处理", pass: "转给下一位", look: "看订单" };
