"use client";
import { useEffect, useState } from "react";
import { momentWords } from "../../format/instant-words.ts";
import { useWords } from "../../use-words.ts";
import type { ActionAnswer } from "./types.ts";

const SECOND_MS = 1_000;

interface AnswerProps {
  answer: ActionAnswer;
  /** Shop time, epoch ms. */
  nowMs: number;
  timezone: string;
  /** Absent: nothing can be undone from here. */
  onUndo?: () => void;
  onTakeOver?: (() => void) | undefined;
}

/** What became of an action, and what can still be done about it. */
export function AnswerWords({ answer, nowMs, timezone, onUndo, onTakeOver }: AnswerProps) {
  const words = useWords();
  const { t, whole } = words;
  const time = (ms: number) => momentWords(ms, nowMs, timezone, words);
  return (
    <div
      className={`flex flex-wrap items-center gap-3 rounded-tremor-default p-3 text-lg ${answer.kind === "refused" ? "bg-desk-warn-ground text-desk-warn-strong" : "bg-tremor-background-subtle text-tremor-content-strong"}`}
      role="status"
      data-answer={answer.kind}
    >
      {answer.kind === "taken" && (
        <>
          {answer.count > 0 && (
            <span>{t("alerts.didTake", { count: whole(answer.count), time: time(answer.untilMs) })}</span>
          )}
          {answer.already && (
            <span>
              {t("alerts.already", { name: answer.already.name, time: time(answer.already.untilMs) })}
            </span>
          )}
          {answer.already && answer.count === 0 && onTakeOver && (
            <button type="button" className="button" onClick={onTakeOver}>
              {t("alerts.takeOver")}
            </button>
          )}
        </>
      )}
      {answer.kind === "passed" && <Passed to={answer.to} forMs={answer.undoForMs} onUndo={onUndo} />}
      {answer.kind === "undone" && t("alerts.undone")}
      {answer.kind === "resolved" && t("alerts.didResolve", { count: whole(answer.count) })}
      {answer.kind === "refused" && t(`alerts.refused.${answer.code}`)}
    </div>
  );
}

/** 已转给李敏，10 秒内可撤销: the button goes when the time is over. */
function Passed({
  to,
  forMs,
  onUndo,
}: {
  to: string | null;
  forMs: number;
  onUndo?: (() => void) | undefined;
}) {
  const { t } = useWords();
  const [leftMs, setLeftMs] = useState(forMs);
  useEffect(() => {
    const until = performance.now() + forMs;
    setLeftMs(forMs);
    const timer = setInterval(() => {
      const left = Math.max(0, until - performance.now());
      setLeftMs(left);
      if (left === 0) clearInterval(timer);
    }, SECOND_MS / 4);
    return () => clearInterval(timer);
  }, [forMs]);
  const seconds = Math.ceil(leftMs / SECOND_MS);
  const name = to ?? t("alerts.nextOne");
  if (seconds === 0 || !onUndo) return <span>{t("alerts.passed", { name })}</span>;
  return (
    <>
      <span>{t("alerts.passedUndo", { name, seconds })}</span>
      <button type="button" className="button" data-undo onClick={onUndo}>
        {t("alerts.undo")}
      </button>
    </>
  );
}
