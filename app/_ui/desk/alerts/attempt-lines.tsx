"use client";
import type { NotificationView } from "../../../../domain/wire/alerts.ts";
import { instantParts } from "../../format/instant.ts";
import { useWords } from "../../use-words.ts";
import { answerText } from "./story.ts";

/** A contact's id tells a reader nothing: whom it was for is said already. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type Attempt = NotificationView["attempts"][number];

/** Each try of a message or call: through whom, what came of it, what the provider answered. */
export function AttemptLines({ attempts, timezone }: { attempts: readonly Attempt[]; timezone: string }) {
  if (attempts.length === 0) return null;
  return (
    <ul className="grid gap-0.5 border-l-2 border-desk-line pl-3 text-sm text-tremor-content">
      {attempts.map((attempt) => (
        <AttemptLine key={attempt.id} attempt={attempt} timezone={timezone} />
      ))}
    </ul>
  );
}

function AttemptLine({ attempt, timezone }: { attempt: Attempt; timezone: string }) {
  const { t } = useWords();
  const answer = answerText(attempt.answer);
  const parts = [
    t("story.attempt", { number: attempt.number }),
    instantParts(Date.parse(attempt.intentAt), timezone).time,
    attempt.provider,
    !UUID.test(attempt.account) && attempt.account !== attempt.provider && attempt.account,
    attempt.providerId,
    answer && t("story.answer", { answer }),
    attempt.answeredBy && t("story.answeredBy", { who: attempt.answeredBy }),
    attempt.digits && t("story.digits", { digits: attempt.digits }),
    attempt.settledBy && t("story.settledBy", { how: settledWords(attempt.settledBy) }),
  ].filter(Boolean);
  return (
    <li data-attempt={attempt.state} className="break-words">
      <b className="text-tremor-content-strong">{t(`story.state.${attempt.state}`)}</b> {parts.join(" · ")}
    </li>
  );

  function settledWords(how: string): string {
    return how in SETTLED ? t(`story.settled.${how}`) : how;
  }
}

/** Ways that have words of their own under story.settled. */
const SETTLED: Record<string, true> = { answer: true, callback: true, lookup: true, timeout: true };
