import { BUTTONS_EN, noticeEn, overEn, stepEn, testEn, verifyEn } from "./chat-en.ts";
import { BUTTONS_ZH, noticeZh, overZh, type Said, stepZh, testZh, verifyZh } from "./chat-zh.ts";
import type { NotificationFacts } from "./facts.ts";
import type { Language } from "./language.ts";

/** A chat message in words. */
export interface ChatText extends Said {
  language: Language;
  tone: "red" | "yellow" | "green" | "plain";
  /** Whether it asks for somebody: then it carries the buttons. */
  asks: boolean;
  /** Whether it names whom it is for. */
  names: boolean;
}

const SPEAKERS = {
  "zh-CN": { step: stepZh, over: overZh, notice: noticeZh, test: testZh, verify: verifyZh },
  en: { step: stepEn, over: overEn, notice: noticeEn, test: testEn, verify: verifyEn },
};

/**
 * What a notification says in a chat, in the language of whom it is for (Chinese when it is for nobody in particular).
 * @param repeat an earlier try of it may have arrived, and this one says so
 */
export function chatText(facts: NotificationFacts, { repeat }: { repeat: boolean }): ChatText {
  const language = facts.person?.language ?? "zh-CN";
  const asks =
    facts.purpose === "step" || facts.topic === "passed_on" || facts.subject.nothingFollows === true;
  const { title, lines } = SPEAKERS[language][facts.purpose](facts);
  return {
    language,
    title: repeat ? `${title}${language === "en" ? " (possible repeat)" : "（可能重复）"}` : title,
    lines,
    tone: toneOf(facts),
    asks,
    names: asks || facts.purpose !== "notice" || facts.topic === "pledge_passed",
  };
}

function toneOf({ purpose, topic, light }: NotificationFacts): ChatText["tone"] {
  if (purpose === "step") return light;
  if (purpose === "over" || topic === "taken") return "green";
  if (purpose === "notice") return topic === "passed_on" ? "yellow" : "red";
  return "plain";
}

/** 我来处理 · 转给下一位 · 看订单 */
export function buttonWords(language: Language): { take: string; pass: string; look: string } {
  return language === "en" ? BUTTONS_EN : BUTTONS_ZH;
}
