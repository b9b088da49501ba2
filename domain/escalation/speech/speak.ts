import type { NotificationFacts } from "../words/facts.ts";
import * as en from "./speech-en.ts";
import * as zh from "./speech-zh.ts";

/** What happened on the phone, or is to be said first. */
export type Utterance =
  | { kind: "ask" }
  | { kind: "taken"; pledgeUntilMs: number }
  | { kind: "already"; name: string; pledgeUntilMs: number }
  | { kind: "over" }
  | { kind: "passed" }
  | { kind: "nobody_next" }
  | { kind: "silence" }
  | { kind: "test" }
  | { kind: "code"; code: string };

/** A text and the language, BCP 47, in which a phone speaks it. */
export interface Speech {
  language: "zh-CN" | "en-US";
  text: string;
}

/** What a call says, in the language of whom it is for; Chinese where that is not known. */
export function speak(utterance: Utterance, facts: NotificationFacts): Speech {
  return facts.person?.language === "en"
    ? { language: "en-US", text: sayEn(utterance, facts) }
    : { language: "zh-CN", text: sayZh(utterance, facts) };
}

function sayZh(said: Utterance, facts: NotificationFacts): string {
  switch (said.kind) {
    case "ask":
      return zh.askZh(facts);
    case "taken":
      return zh.takenZh(said.pledgeUntilMs, facts);
    case "already":
      return zh.alreadyZh(said.name, said.pledgeUntilMs, facts);
    case "over":
      return zh.overZh(facts);
    case "passed":
      return zh.PASSED_ZH;
    case "nobody_next":
      return zh.NOBODY_NEXT_ZH;
    case "silence":
      return zh.SILENCE_ZH;
    case "test":
      return zh.testZh(facts);
    case "code":
      return zh.codeZh(said.code, facts);
  }
}

function sayEn(said: Utterance, facts: NotificationFacts): string {
  switch (said.kind) {
    case "ask":
      return en.askEn(facts);
    case "taken":
      return en.takenEn(said.pledgeUntilMs, facts);
    case "already":
      return en.alreadyEn(said.name, said.pledgeUntilMs, facts);
    case "over":
      return en.overEn(facts);
    case "passed":
      return en.PASSED_EN;
    case "nobody_next":
      return en.NOBODY_NEXT_EN;
    case "silence":
      return en.SILENCE_EN;
    case "test":
      return en.testEn(facts);
    case "code":
      return en.codeEn(said.code, facts);
  }
}
