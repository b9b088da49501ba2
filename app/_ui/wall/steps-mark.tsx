"use client";
import { instantParts } from "../format/instant.ts";
import { useWords } from "../use-words.ts";
import type { StepsAlarm } from "./escalation.ts";

const MINUTE_MS = 60_000;

interface StepsMarkProps {
  alarm: StepsAlarm;
  timezone: string;
}

/** Says over the whole screen that those who should be told are not: somebody must call them by hand. */
export function StepsMark({ alarm, timezone }: StepsMarkProps) {
  return (
    <div className="band band-steps" role="alert" data-steps={alarm.kind}>
      <svg className="steps-sign" viewBox="0 0 100 100" aria-hidden="true" focusable="false">
        <path d="M20 74h60L72 60V42a22 22 0 0 0-44 0v18zM42 84h16M8 92 92 8" />
      </svg>
      <p>{useAlarmWords(alarm, timezone)}</p>
    </div>
  );
}

function useAlarmWords(alarm: StepsAlarm, timezone: string): string {
  const { t, whole, spokenAge } = useWords();
  if (alarm.kind === "unheard") {
    if (alarm.sinceMs === null) return t("steps.never");
    return t("steps.unheard", { time: instantParts(alarm.sinceMs, timezone).time });
  }
  // In whole minutes: seconds that count up would draw the eye away from what to do.
  const age = spokenAge(Math.floor(alarm.oldestMs / MINUTE_MS) * MINUTE_MS || alarm.oldestMs);
  return t("steps.overdue", { count: whole(alarm.count), age });
}
