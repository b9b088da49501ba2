import type { PromiseKind } from "../../settings/types.ts";
import type { Said } from "./chat-zh.ts";
import type { NotificationFacts } from "./facts.ts";
import { durationWords, momentWords, ordersEn, timeWords } from "./language.ts";

/** Of one order, of several. */
const LATE_AS: Record<PromiseKind, readonly [string, string]> = {
  ship: ["counts as shipped late unless it leaves", "count as shipped late unless they leave"],
  collect: [
    "counts as collected late unless the carrier has it",
    "count as collected late unless the carrier has them",
  ],
  deliver: ["counts as delivered late unless it arrives", "count as delivered late unless they arrive"],
  appointment: ["counts as missed unless somebody is there", "count as missed unless somebody is there"],
  aftersale: [
    "counts as answered late unless it is handled",
    "count as answered late unless they are handled",
  ],
};
const LATE_ANYHOW = [
  "passes the platform's limit unless it leaves",
  "pass the platform's limit unless they leave",
];

const WHY_YOU: Record<string, string> = {
  nobody_on_call: "You are told because nobody is on call now",
  empty_role: "You are told because nobody has the role",
  unverified: "You are told because the owner's contact was never verified",
  quiet: "You are told because the owner is in quiet hours",
  unknown: "You are told because the owner cannot be found",
  no_group: "You are told because no group of the owner has a robot",
  channel_failed: "You are told because the group chat takes no messages",
  no_provider: "Nobody can be called: no voice provider is set up. Somebody please take it",
};

/** [Late] Packed: 23 orders, oldest 4 h 38 min */
export function stepEn(facts: NotificationFacts): Said {
  const name = facts.node?.nameEn ?? "Orders";
  const lines = [...promisesEn(facts), ...kindsEn(facts)];
  const body = lines.length > 0 ? [lines.join(". ")] : [];
  if (facts.orderNo !== null) body.push(`Order ${facts.orderNo}`);
  if (facts.light === "yellow") {
    const left = facts.soonestDueInMs === null ? "" : `, ${durationWords(facts.soonestDueInMs, "en")} left`;
    return {
      title: `[Due soon] ${name}: ${ordersEn(countOf(facts))}${left}`,
      lines: [...body, ...whyEn(facts)],
    };
  }
  const soon = countOf(facts) - facts.overdueCount;
  if (soon > 0 && facts.overdueCount > 0) body.push(`${soon} more due soon`);
  return {
    title: `[Late] ${name}: ${ordersEn(facts.overdueCount || countOf(facts))}${ageEn(facts)}`,
    lines: [...body, ...whyEn(facts)],
  };
}

const countOf = (facts: NotificationFacts): number => facts.openCount || facts.unresolvedCount;

function ageEn({ oldestOverdueMs, overdueCount }: NotificationFacts): string {
  if (oldestOverdueMs === null) return "";
  if (oldestOverdueMs < 60_000) return ", due just now";
  const age = durationWords(oldestOverdueMs, "en");
  return overdueCount === 1 ? `, ${age} late` : `, oldest ${age}`;
}

function promisesEn(facts: NotificationFacts): string[] {
  const said: string[] = [];
  if (facts.breachedCount > 0) said.push(`${ordersEn(facts.breachedCount)} past the platform's limit`);
  if (facts.promiseAt === null) return said;
  const who = countOf(facts) === 1 ? "It" : `${facts.promiseCount} of them`;
  const at = momentWords(facts.promiseAt, facts, "en", true);
  const last = facts.promiseLastAt ?? facts.promiseAt;
  const same = timeWords(last, facts.timezone) === timeWords(facts.promiseAt, facts.timezone);
  if (!same || last - facts.promiseAt >= 3_600_000) {
    said.push(`${who} will pass the platform's limit from ${at} on`);
    return said;
  }
  const [one, many] = facts.node?.promise ? LATE_AS[facts.node.promise] : LATE_ANYHOW;
  said.push(`${who} ${facts.promiseCount === 1 ? one : many} by ${at}`);
  return said;
}

function kindsEn({ bulky, custom }: NotificationFacts): string[] {
  const kinds = [bulky > 0 ? `${bulky} bulky` : "", custom > 0 ? `${custom} custom` : ""].filter(Boolean);
  return kinds.length > 0 ? [kinds.join(", ")] : [];
}

function whyEn({ fallbackReason }: NotificationFacts): string[] {
  return fallbackReason === null ? [] : [WHY_YOU[fallbackReason] ?? WHY_YOU.unknown!];
}

/** All 23 orders have moved on after 52 min. Nothing left to do */
export function overEn(facts: NotificationFacts): Said {
  const { alertCount, tookMs } = facts;
  const after = tookMs === null ? "" : ` after ${durationWords(tookMs, "en")}`;
  const some = alertCount === 1 ? "The order" : `All ${alertCount} orders`;
  const has = alertCount === 1 ? "has" : "have";
  const is = alertCount === 1 ? "is" : "are";
  const left = `${some} ${has} moved on${after}`;
  const how: Record<NonNullable<NotificationFacts["resolution"]>, string> = {
    left,
    mixed: left,
    by_hand: `${some} ${is} done${after}`,
    deadline_moved: `${some} ${has} a new deadline and ${is} not late`,
    rewritten: `${some} ${is} corrected and not late`,
  };
  return { title: `${how[facts.resolution ?? "left"]}. Nothing left to do`, lines: whereEn(facts, false) };
}

function whereEn(facts: NotificationFacts, counted = true): string[] {
  if (!facts.node) return [];
  const count = counted && facts.unresolvedCount > 0 ? `: ${ordersEn(facts.unresolvedCount)}` : "";
  const order = facts.orderNo === null ? "" : `, order ${facts.orderNo}`;
  return [`${facts.node.nameEn}${count}${order}`];
}

/** 王磊 has it, done by 16:40, and its like. */
export function noticeEn(facts: NotificationFacts): Said {
  const { subject } = facts;
  const from = subject.fromName ?? facts.takenBy ?? "Somebody";
  const to = subject.toName ?? facts.person?.name ?? "the next";
  const until = subject.pledgeUntilMs ?? facts.pledgeUntilMs;
  const pledge = until === null ? null : momentWords(until, facts, "en");
  const lines = whereEn(facts);
  switch (facts.topic) {
    case "taken":
      return { title: pledge === null ? `${from} has it` : `${from} has it, done by ${pledge}`, lines };
    case "pledge_passed":
      return { title: passedEn(facts, from, pledge), lines: whereEn(facts, false) };
    case "passed_on":
      return { title: `${from} passed it on to ${to}`, lines };
    case "gap":
      return { title: gapEn(facts, to), lines: [] };
    default:
      return {
        title: `${from} ${subject.notCalled ? "could not be called" : "did not answer"}, calling ${to}`,
        lines,
      };
  }
}

function passedEn(
  { subject, unresolvedCount }: NotificationFacts,
  from: string,
  pledge: string | null,
): string {
  const left = `${ordersEn(unresolvedCount)} left`;
  if (!subject.nothingFollows)
    return `${pledge ?? "The agreed time"} has passed, ${left}, calling further up`;
  const promised = pledge === null ? "the agreed time" : pledge;
  return `${from} promised ${promised}, ${left}, and nobody else will be called: somebody please take it`;
}

function gapEn(facts: NotificationFacts, to: string): string {
  const { gapFromMs, gapUntilMs } = facts.subject;
  const from = gapFromMs === undefined ? "from now" : `from ${momentWords(gapFromMs, facts, "en", true)}`;
  const until = gapUntilMs === undefined ? "" : ` to ${momentWords(gapUntilMs, facts, "en", true)}`;
  return `Nobody is on call ${from}${until}; ${to} would be called`;
}

export function testEn(facts: NotificationFacts): Said {
  return {
    title: `[Test] Order alerts of ${facts.shopName} will come here`,
    lines: ["If you read this, it works. Nothing to do"],
  };
}

export function verifyEn({ subject, shopName }: NotificationFacts): Said {
  return {
    title: `[Code] ${subject.code ?? "already sent"}`,
    lines: [`Give it back in the contacts of ${shopName}; only then are you told here. Not yours? Ignore it`],
  };
}

export const BUTTONS_EN = { take: "I'll take it", pass: "Pass it on", look: "See orders" };
