import { expect, test } from "vitest";
import type { AlertDetail } from "../../../../domain/wire/alerts.ts";
import { answerText, storyOf } from "./story.ts";

const at = (minute: number) => `2026-03-02T06:${String(minute).padStart(2, "0")}:00.000Z`;

test("a story is told as it happened: a step, who was told, who did something", () => {
  const step = { round: 0, kind: "chat", outcome: "fired", dueAt: at(0) };
  const detail = {
    steps: [
      { ...step, step: 0, firedAt: at(2) },
      { ...step, step: 1, firedAt: at(5) },
    ],
    notifications: [
      { id: "n1", createdAt: at(2) },
      { id: "n2", createdAt: at(5) },
    ],
    audit: [
      { at: at(9), action: "alert.pass" },
      { at: at(2), action: "alert.acknowledge" },
    ],
  } as unknown as AlertDetail;
  const told = storyOf(detail).map((item) => `${(item.at - Date.parse(at(0))) / 60_000} ${item.kind}`);
  expect(told).toEqual(["2 step", "2 notification", "2 audit", "5 step", "5 notification", "9 audit"]);
});

test("an answer is shown by its parts, and nothing when there is none", () => {
  expect(answerText({ status: 200, code: 0, message: "ok" })).toBe("200 · 0 · ok");
  expect(answerText({ status: 429, code: null, message: "" })).toBe("429");
  expect(answerText(null)).toBe("");
  expect(answerText("boom")).toBe("");
});
