"use client";
import type { AlertRow } from "../../../../domain/wire/alerts.ts";
import { momentWords } from "../../format/instant-words.ts";
import { useWords, type Words } from "../../use-words.ts";
import { StageMark } from "../../wall/stage-mark.tsx";

/** How far an alert has come, as shape and word. */
export function StageWords({ alert }: { alert: Pick<AlertRow, "stage" | "state"> }) {
  const { t } = useWords();
  return (
    <span className="flex items-center gap-2 whitespace-nowrap" data-stage={alert.stage}>
      <StageMark kind={alert.stage} />
      {t(`alerts.stage.${alert.stage}`)}
    </span>
  );
}

/** Where it stands, in one sentence: who has it until when, what comes next, or why it is over. */
export function stateWords(alert: AlertRow, nowMs: number, timezone: string, words: Words): string {
  const { t } = words;
  const time = (iso: string) => momentWords(Date.parse(iso), nowMs, timezone, words);
  if (alert.state === "resolved") {
    const how = t(`alerts.resolution.${alert.resolution ?? "left"}`);
    return alert.resolvedAt === null ? how : t("alerts.resolvedAt", { how, time: time(alert.resolvedAt) });
  }
  const { taken, nextStepAt } = alert;
  if (alert.state === "acknowledged") {
    // Who has it is not for everybody.
    if (taken === null) return t("story.topic.taken");
    const values = { name: taken.name, time: time(taken.pledgeUntil) };
    return t(Date.parse(taken.pledgeUntil) > nowMs ? "alerts.taken" : "alerts.pledgePassed", values);
  }
  if (nextStepAt === null) return t("alerts.nobodyLast");
  return Date.parse(nextStepAt) > nowMs
    ? t("alerts.nobodyNext", { time: time(nextStepAt) })
    : t("alerts.nobodyNow");
}

/** How late the visit is, or how long it still has. */
export function lateWords(alert: AlertRow, nowMs: number, { t, spokenAge }: Words): string {
  const until = alert.resolvedAt === null ? nowMs : Date.parse(alert.resolvedAt);
  const lateMs = until - Date.parse(alert.dueAt);
  return lateMs >= 0
    ? t("orders.lateBy", { age: spokenAge(lateMs) })
    : t("orders.stillHas", { age: spokenAge(-lateMs) });
}
