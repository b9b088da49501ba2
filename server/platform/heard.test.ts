import { expect, test } from "vitest";
import { HISTORY_MS } from "../../domain/health/silence.ts";
import { HeardSources } from "./heard.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.parse("2026-11-11T10:20:30Z");
const TEN = Date.parse("2026-11-11T10:00:00Z");
const at = (shopNow: number, speed = 1) => ({ shopNow, machineNow: shopNow, speed });
const minutes = (...busy: number[]) =>
  Array.from({ length: 60 }, (_, minute) => (busy.includes(minute) ? "1" : "0")).join("");

test("live events count where they were received, late ones where they happened", () => {
  const heard = new HeardSources();
  const liveFrom = NOW - 2 * HOUR - 5_000;
  heard.add(
    [
      { source: "a", occurredAt: NOW },
      { source: "a", occurredAt: liveFrom },
      { source: "a", occurredAt: liveFrom - 1 },
      { source: "a", occurredAt: NOW - HISTORY_MS },
      { source: "a", occurredAt: NOW - HISTORY_MS - 1 },
      { source: "b", occurredAt: NOW - 24 * HOUR },
      { source: "a", occurredAt: NOW + MINUTE },
    ],
    at(NOW),
  );
  const { sources, hours } = heard.take();
  expect(sources).toEqual([
    { key: "a", lastEventAt: NOW + MINUTE, lastReceivedAt: NOW },
    { key: "b", lastEventAt: NOW - 24 * HOUR, lastReceivedAt: NOW },
  ]);
  expect(hours).toEqual([
    { source: "a", at: TEN, live: 3, late: 0, minutes: minutes(20) },
    { source: "a", at: TEN - 2 * HOUR, live: 0, late: 1, minutes: minutes() },
    { source: "a", at: TEN - HISTORY_MS, live: 0, late: 1, minutes: minutes() },
    { source: "b", at: TEN - 24 * HOUR, live: 0, late: 1, minutes: minutes() },
  ]);
  expect(heard.take()).toEqual({ sources: [], hours: [] });
});

test("minutes and hours follow the shop's clock until they are taken", () => {
  const heard = new HeardSources();
  for (const minute of [58, 59, 59, 60, 62]) {
    const now = TEN + minute * MINUTE;
    heard.add([{ source: "a", occurredAt: now }], at(now));
  }
  expect(heard.take().hours).toEqual([
    { source: "a", at: TEN, live: 3, late: 0, minutes: minutes(58, 59) },
    { source: "a", at: TEN + HOUR, live: 2, late: 0, minutes: minutes(0, 2) },
  ]);
});

test("where the shop's time runs faster, the way of an event takes longer by its clock", () => {
  const heard = new HeardSources();
  const occurredAt = NOW - 2 * HOUR - 5 * MINUTE;
  heard.add([{ source: "a", occurredAt }], at(NOW, 60));
  expect(heard.take().hours).toMatchObject([{ live: 1, late: 0 }]);
  heard.add([{ source: "a", occurredAt: occurredAt - 1 }], at(NOW, 60));
  expect(heard.take().hours).toMatchObject([{ live: 0, late: 1 }]);
});
