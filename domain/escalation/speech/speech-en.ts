import type { PromiseKind } from "../../settings/types.ts";
import type { NotificationFacts } from "../words/facts.ts";
import { ONE_MOMENT_MS, TRUCK_NODE } from "./speech-zh.ts";
import { many, spokenDurationEn, spokenMomentEn } from "./spoken-time.ts";

/** Of one, of several; the moment follows. */
const LATE_AS: Record<PromiseKind, readonly [string, string]> = {
  ship: ["counts as shipped late unless it leaves by", "count as shipped late unless they leave by"],
  collect: [
    "counts as collected late unless the carrier has it by",
    "count as collected late unless the carrier has them by",
  ],
  deliver: ["counts as delivered late unless it arrives by", "count as delivered late unless they arrive by"],
  appointment: [
    "counts as missed unless somebody is there by",
    "count as missed unless somebody is there by",
  ],
  aftersale: [
    "counts as answered late unless it is handled by",
    "count as answered late unless they are handled by",
  ],
};
const LATE_ANYHOW = ["passes the platform's limit at", "pass the platform's limit at"] as const;
const LATE_TRUCK = [
  "passes the platform's limit unless it is on the truck at",
  "pass the platform's limit unless they are on the truck at",
] as const;

const WHY_YOU: Record<string, string> = {
  nobody_on_call: "We call you because nobody is on call now. ",
  empty_role: "We call you because nobody has the role. ",
  unverified: "We call you because the owner's phone was never verified. ",
  quiet: "We call you because the owner is in quiet hours. ",
  no_group: "We call you because no group chat takes messages. ",
  channel_failed: "We call you because the group chat takes no messages. ",
};
const WHY_YOU_ANYHOW = "We call you because the owner cannot be found. ";

export function greetEn({ shopName }: NotificationFacts): string {
  return `Hello, this is the order duty line of ${shopName}. `;
}

/** What the phone says when it is picked up. */
export function askEn(facts: NotificationFacts): string {
  const { fallbackReason } = facts;
  const why = fallbackReason === null ? "" : (WHY_YOU[fallbackReason] ?? WHY_YOU_ANYHOW);
  const it = countOf(facts) === 1 ? "it" : "them";
  return `${greetEn(facts)}${why}${situationEn(facts)} Press 1 to take ${it}, 2 to pass ${it} on, 3 to hear this again.`;
}

/** Bulky dispatch has 23 orders overdue, the longest by 6 hours 12 minutes. They pass … */
export function situationEn(facts: NotificationFacts): string {
  const head = `${facts.node?.nameEn ?? "The shop"} has ${countedEn(facts)}${ageEn(facts)}.`;
  return [head, ...promisesEn(facts)].join(" ");
}

const countOf = ({ openCount, unresolvedCount }: NotificationFacts): number => openCount || unresolvedCount;

function countedEn(facts: NotificationFacts): string {
  if (facts.light === "yellow") return `${many(countOf(facts), "order")} due soon`;
  return `${many(facts.overdueCount || countOf(facts), "order")} overdue`;
}

function ageEn({ light, oldestOverdueMs, soonestDueInMs, overdueCount }: NotificationFacts): string {
  if (light === "yellow") return soonestDueInMs === null ? "" : `, ${spokenDurationEn(soonestDueInMs)} left`;
  if (oldestOverdueMs === null) return "";
  if (oldestOverdueMs < 60_000) return ", just now";
  const age = spokenDurationEn(oldestOverdueMs);
  return overdueCount === 1 ? `, by ${age}` : `, the longest by ${age}`;
}

function promisesEn(facts: NotificationFacts): string[] {
  const { promiseAt, promiseCount, breachedCount, node } = facts;
  const count = countOf(facts);
  const said: string[] = [];
  if (breachedCount > 0) {
    const verb = breachedCount === 1 ? "has" : "have";
    said.push(`${ofThemEn(breachedCount, count)} ${verb} passed the platform's limit.`);
  }
  if (promiseAt === null) return said;
  const who = ofThemEn(promiseCount, count);
  const one = promiseCount === 1 ? 0 : 1;
  const at = spokenMomentEn(promiseAt, facts);
  if ((facts.promiseLastAt ?? promiseAt) - promiseAt >= ONE_MOMENT_MS)
    said.push(`${who} will pass the platform's limit from ${at} on.`);
  else if (node?.key === TRUCK_NODE) said.push(`${who} ${LATE_TRUCK[one]} ${at}.`);
  else said.push(`${who} ${(node?.promise ? LATE_AS[node.promise] : LATE_ANYHOW)[one]} ${at}.`);
  return said;
}

function ofThemEn(some: number, all: number): string {
  if (some < all) return `${some} of them`;
  return all === 1 ? "It" : "They";
}

export function takenEn(pledgeUntilMs: number, facts: NotificationFacts): string {
  const at = spokenMomentEn(pledgeUntilMs, facts);
  return `Thank you, it is yours now. Please clear it by ${at}; what is left then will ring you again.`;
}

export function alreadyEn(name: string, pledgeUntilMs: number, facts: NotificationFacts): string {
  return `${name} has it already, done by ${spokenMomentEn(pledgeUntilMs, facts)}. Nothing left to do.`;
}

export function overEn({ alertCount }: NotificationFacts): string {
  const all = alertCount === 1 ? "The order has" : `All ${alertCount} orders have`;
  return `${all} moved on. Nothing left to do.`;
}

export const PASSED_EN = "Thank you, it goes to the next person now.";
export const NOBODY_NEXT_EN = "There is nobody left to pass it to; please see to it yourself.";
export const SILENCE_EN = "No key was pressed, so it goes to the next person now.";

export function testEn(facts: NotificationFacts): string {
  return `${greetEn(facts)}This is a test. If you hear it, calls work. Nothing to do.`;
}

/** Digit by digit with pauses, twice. */
export function codeEn(code: string, facts: NotificationFacts): string {
  const digits = [...code].join(", ");
  return `${greetEn(facts)}Your code is, ${digits}. Once more, ${digits}.`;
}
