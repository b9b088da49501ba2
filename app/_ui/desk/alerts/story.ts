import type { AlertDetail, NotificationView } from "../../../../domain/wire/alerts.ts";

export type StoryStep = AlertDetail["steps"][number];
export type StoryAudit = AlertDetail["audit"][number];

/** One thing that happened to an alert; `at` is epoch ms of shop time. */
export type StoryItem =
  | { kind: "step"; at: number; step: StoryStep }
  | { kind: "notification"; at: number; notification: NotificationView }
  | { kind: "audit"; at: number; audit: StoryAudit };

/** At one moment a step fires, then somebody is told of it, then somebody does something. */
const RANK: Record<StoryItem["kind"], number> = { step: 0, notification: 1, audit: 2 };

/** All that was done about an alert, as it happened. */
export function storyOf({ steps, notifications, audit }: AlertDetail): StoryItem[] {
  const items: StoryItem[] = [
    ...steps.map((step): StoryItem => ({ kind: "step", at: Date.parse(step.firedAt), step })),
    ...notifications.map(
      (notification): StoryItem => ({
        kind: "notification",
        at: Date.parse(notification.createdAt),
        notification,
      }),
    ),
    ...audit.map((entry): StoryItem => ({ kind: "audit", at: Date.parse(entry.at), audit: entry })),
  ];
  return items.sort((a, b) => a.at - b.at || RANK[a.kind] - RANK[b.kind]);
}

/** What an attempt's answer says, without its braces: "200 · 0 · ok"; empty when nothing was said. */
export function answerText(answer: unknown): string {
  if (typeof answer !== "object" || answer === null) return "";
  const { status, code, message } = answer as Record<string, unknown>;
  return [status, code, message]
    .filter((part) => typeof part === "string" || typeof part === "number")
    .map(String)
    .filter((part) => part !== "")
    .join(" · ");
}
