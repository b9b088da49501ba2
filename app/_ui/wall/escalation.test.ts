import { describe, expect, test } from "vitest";
import type { AlertSummary } from "../../../domain/wire/alerts.ts";
import { alarmOf, largestRoom, stagesOf } from "./escalation.ts";

const NOW = Date.parse("2026-03-02T06:02:00.000Z");
const at = (ms: number) => new Date(NOW + ms).toISOString();
const MINUTE = 60_000;

const summary = (more: Partial<AlertSummary> = {}): AlertSummary => ({
  asOf: at(-2_000),
  overdueSteps: null,
  nodes: [],
  newest: [],
  held: [],
  ...more,
});
const node = (key: string, takenName: string | null, pledgeUntil: string | null) => ({
  key,
  open: 2,
  stage: "voice" as const,
  takenName,
  pledgeUntil,
  alertId: `alert-${key}`,
});

describe("stages", () => {
  test("somebody has it while the pledge holds, and nobody from the moment it passes", () => {
    const alerts = summary({
      nodes: [
        node("packed", "王磊", at(MINUTE)),
        node("picking", "李敏", at(0)),
        node("allocating", null, null),
      ],
    });
    const stages = stagesOf(alerts, NOW);
    expect(stages.get("packed")).toEqual({
      stage: "voice",
      taken: { name: "王磊", untilMs: NOW + MINUTE },
      alertId: "alert-packed",
    });
    expect(stages.get("picking")?.taken).toBeNull();
    expect(stages.get("allocating")?.taken).toBeNull();
    expect(stagesOf(alerts, NOW + MINUTE).get("packed")?.taken).toBeNull();
  });
});

describe("the alarm", () => {
  test("is quiet while steps fire in time", () => {
    expect(alarmOf(summary(), NOW, 1)).toBeNull();
    expect(alarmOf(summary({ overdueSteps: { count: 0, oldestMs: 0 } }), NOW, 1)).toBeNull();
  });

  test("tells how many steps did not fire", () => {
    const alerts = summary({ overdueSteps: { count: 3, oldestMs: 4 * MINUTE } });
    expect(alarmOf(alerts, NOW, 1)).toEqual({ kind: "overdue", count: 3, oldestMs: 4 * MINUTE });
  });

  test("a summary that stands still is not believed, however well it says that all is", () => {
    const asOf = at(-31_000);
    expect(alarmOf(summary({ asOf }), NOW, 1)).toEqual({ kind: "unheard", sinceMs: NOW - 31_000 });
    expect(alarmOf(summary({ asOf }), NOW, 60)).toBeNull();
    expect(alarmOf(null, NOW, 1)).toEqual({ kind: "unheard", sinceMs: null });
  });
});

describe("the room that short lanes leave", () => {
  test.each([
    [[3, 4, 6, 3, 5], 6, { lane: 0, lanes: 2, columns: 2 }],
    [[2, 6, 6, 6, 6], 6, { lane: 0, lanes: 1, columns: 4 }],
    [[6, 6, 5, 5, 5], 6, null],
    [[6, 2, 2, 2], 6, { lane: 1, lanes: 3, columns: 4 }],
    [[], 6, null],
  ])("of lanes with %j nodes in %i columns", (nodes, columns, room) => {
    expect(largestRoom(nodes, columns)).toEqual(room);
  });
});
