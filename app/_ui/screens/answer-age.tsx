"use client";
import { useWords } from "../use-words.ts";
import type { Answer } from "./use-answer.ts";

/** What is older than this (ms of shop time at speed 1) tells its age: a screen asks every half minute. */
const OLD_MS = 75_000;

interface AnswerAgeProps {
  answer: Answer<unknown>;
  /** Epoch ms of shop time of what is shown; null: nothing is. */
  asOfMs: number | null;
  shopNow: number;
  speed: number;
}

/** How old the numbers of a screen are; said only once they are older than they should be. */
export function AnswerAge({ answer, asOfMs, shopNow, speed }: AnswerAgeProps) {
  const { t, spokenAge } = useWords();
  if (asOfMs === null) return null;
  const ageMs = shopNow - asOfMs;
  if (!answer.failing && ageMs <= OLD_MS * Math.max(1, speed)) return null;
  return (
    <p className="screen-age" role="status" data-age={answer.failing ? "failing" : "old"}>
      {t(answer.failing ? "screens.failing" : "screens.old", { age: spokenAge(Math.max(0, ageMs)) })}
    </p>
  );
}

/** A whole screen that has nothing to show yet, and says why. */
export function Waiting({ answer }: { answer: Answer<unknown> }) {
  const { t } = useWords();
  return (
    <p className="screen-empty" role="status" data-screen-state={answer.failing ? "failing" : "loading"}>
      {t(answer.failing ? "screens.unreadable" : "screens.loading")}
    </p>
  );
}
