"use client";
import { Card } from "@tremor/react";
import type { ReactNode } from "react";
import { heldWords } from "../../../../domain/escalation/words/held.ts";
import type { AlertDetail, NotificationView } from "../../../../domain/wire/alerts.ts";
import { momentWords } from "../../format/instant-words.ts";
import { useWords, type Words } from "../../use-words.ts";
import { type StageKind, StageMark } from "../../wall/stage-mark.tsx";
import { AttemptLines } from "./attempt-lines.tsx";
import { type StoryAudit, type StoryStep, storyOf } from "./story.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

interface StoryProps {
  alert: AlertDetail;
  timezone: string;
}

/** All that was done about an alert: steps, messages and calls with every try, and what people did. */
export function StoryView({ alert, timezone }: StoryProps) {
  const words = useWords();
  const { t } = words;
  const items = storyOf(alert);
  const nowMs = Date.parse(alert.asOf);
  return (
    <Card className="p-4">
      <h2 className="pb-2 text-xl font-semibold text-tremor-content-strong">{t("story.title")}</h2>
      <ol className="grid gap-4">
        {items.map((item, at) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: what happened is only added to
            key={at}
            className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4"
            data-story={item.kind}
          >
            <time
              className="pt-0.5 text-tremor-content tabular-nums"
              dateTime={new Date(item.at).toISOString()}
            >
              {momentWords(item.at, nowMs, timezone, words)}
            </time>
            {item.kind === "step" && <StepItem step={item.step} />}
            {item.kind === "notification" && (
              <NotificationItem notification={item.notification} timezone={timezone} />
            )}
            {item.kind === "audit" && <AuditItem audit={item.audit} nowMs={nowMs} timezone={timezone} />}
          </li>
        ))}
      </ol>
      {items.length === 0 && <p>{t("story.nothing")}</p>}
    </Card>
  );
}

function Item({ mark, children, more }: { mark: StageKind; children: ReactNode; more?: ReactNode }) {
  return (
    <div className="grid gap-1 text-base text-tremor-content-strong">
      <p className="grid grid-cols-[1em_minmax(0,1fr)] gap-2">
        <span className="pt-1">
          <StageMark kind={mark} />
        </span>
        <span className="flex flex-wrap items-center gap-x-2">{children}</span>
      </p>
      {more}
    </div>
  );
}

/** A span as short as people say it; below a minute in tenths of a second. */
function spanWords(ms: number, { t, spokenAge }: Words): string {
  return ms < MINUTE_MS
    ? t("measured.seconds", { s: Math.max(0, Math.round(ms / 100) / 10) })
    : spokenAge(ms);
}

function StepItem({ step }: { step: StoryStep }) {
  const words = useWords();
  const { t } = words;
  const lateMs = Date.parse(step.firedAt) - Date.parse(step.dueAt);
  return (
    <Item mark={step.kind}>
      <b>
        {t("story.step", { number: step.step + 1, what: t(`story.kind.${step.kind}`) })}
        {step.round > 0 && t("story.round", { round: step.round + 1 })}
      </b>
      <span className="text-tremor-content">
        {step.outcome === "skipped"
          ? t("story.skipped")
          : t("story.firedAfter", { span: spanWords(lateMs, words) })}
      </span>
    </Item>
  );
}

function NotificationItem({ notification, timezone }: { notification: NotificationView; timezone: string }) {
  const words = useWords();
  const { t, locale, whole } = words;
  const { kind, purpose, topic, person, group, state, latenessMs, attempts } = notification;
  const whom = [group?.name, person && (group ? `@${person.name}` : person.name)].filter(Boolean).join(" ");
  const what = purpose === "notice" ? t(`story.topic.${topic ?? "taken"}`) : t(`story.purpose.${purpose}`);
  const held =
    state === "queued" && notification.heldUntil !== null && notification.heldReason !== null
      ? notification.heldReason === "undo"
        ? t("story.waitsForUndo")
        : heldWords(
            {
              channel: attempts.at(-1)?.provider ?? (kind === "voice" ? kind : t("story.group")),
              reason: notification.heldReason,
              untilMs: Date.parse(notification.heldUntil),
              timezone,
            },
            locale === "en" ? "en" : "zh-CN",
          )
      : null;
  return (
    <Item mark={kind} more={<AttemptLines attempts={attempts} timezone={timezone} />}>
      <span>
        {t(kind === "voice" ? "story.call" : "story.message", { whom: whom || t("story.nobody"), what })}
      </span>
      <span className="rounded-full bg-tremor-background-subtle px-2 text-sm" data-state={state}>
        {t(`story.state.${state}`)}
      </span>
      {notification.alerts > 1 && (
        <span className="text-tremor-content">
          {t("story.together", { count: whole(notification.alerts) })}
        </span>
      )}
      {latenessMs !== null && (
        <span className="text-tremor-content">
          {t("story.lateness", { span: spanWords(latenessMs, words) })}
        </span>
      )}
      {notification.fallbackReason && (
        <span className="text-desk-warn">
          {t.has(`story.gap.${notification.fallbackReason}`)
            ? t(`story.gap.${notification.fallbackReason}`)
            : notification.fallbackReason}
        </span>
      )}
      {held && <span className="font-semibold text-desk-warn">{held}</span>}
    </Item>
  );
}

const AUDIT_MARKS: Record<string, StageKind> = {
  "alert.acknowledge": "taken",
  "alert.pass": "not_heard",
  "alert.resolve": "over",
};

function AuditItem({ audit, nowMs, timezone }: { audit: StoryAudit; nowMs: number; timezone: string }) {
  const words = useWords();
  const { t } = words;
  const { action } = audit;
  const detail = (audit.detail ?? {}) as {
    by?: { name?: string };
    to?: { name?: string } | null;
    via?: string;
    pledgeUntil?: string;
    from?: { name?: string } | null;
    note?: string;
  };
  const name = detail.by?.name ?? audit.actor.replace(/^person:/, "");
  const time = detail.pledgeUntil ? momentWords(Date.parse(detail.pledgeUntil), nowMs, timezone, words) : "";
  const key = action.replace(/^alert\./, "");
  const known = key in AUDIT_WORDS;
  return (
    <Item mark={AUDIT_MARKS[action] ?? "late"}>
      <b>
        {known
          ? t(`story.did.${key}`, { name, time, to: detail.to?.name ?? t("alerts.nextOne") })
          : `${name} · ${action}`}
      </b>
      {detail.via && <span className="text-tremor-content">{t(`story.via.${detail.via}`)}</span>}
      {detail.from?.name && detail.from.name !== name && (
        <span className="text-tremor-content">{t("story.from", { name: detail.from.name })}</span>
      )}
      {detail.note && <span className="text-tremor-content">{detail.note}</span>}
    </Item>
  );
}

/** Actions that have words of their own under story.did. */
const AUDIT_WORDS: Record<string, true> = { acknowledge: true, pass: true, undo_pass: true, resolve: true };
