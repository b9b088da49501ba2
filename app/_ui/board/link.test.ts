import { expect, test } from "vitest";
import type { Pulse } from "../../../domain/wire/board.ts";
import { type Heard, LINK_LIMITS, readLink as read } from "./link.ts";

const pulse = (more: Partial<Pulse> = {}): Pulse => ({
  sentAt: "2026-03-01T06:02:00.000Z",
  eventsPerMinute: 182,
  speed: 1,
  state: "live",
  lagMs: 400,
  ...more,
});

const readLink = (heard: Omit<Heard, "sources">, sources: Heard["sources"] = {}) =>
  read({ ...heard, sources });
const source = (silence: { forMs: number; expected: number } | null) => ({
  lastEventAt: null,
  lastReceivedAt: null,
  silence,
});

test("is live while messages arrive in time", () => {
  expect(readLink({ pulse: pulse(), silentMs: 1_000, closedMs: null })).toEqual({
    kind: "live",
    ageMs: 1_400,
  });
});

test("silence is a lost socket even while the socket claims to be open", () => {
  const link = readLink({ pulse: pulse(), silentMs: LINK_LIMITS.silenceMs, closedMs: null });
  expect(link).toEqual({ kind: "lost", ageMs: 5_400 });
});

test("a closed socket gets a moment to come back, and no more", () => {
  expect(readLink({ pulse: pulse(), silentMs: 1_000, closedMs: 1_000 }).kind).toBe("live");
  expect(readLink({ pulse: pulse(), silentMs: 2_600, closedMs: 2_500 }).kind).toBe("lost");
});

test("the mark is up within six seconds of the last message", () => {
  expect(LINK_LIMITS.silenceMs).toBeLessThan(6_000);
});

test("a late pipeline is told from a lost socket, with how late it is by now", () => {
  const late = pulse({ lagMs: 240_000 });
  expect(readLink({ pulse: late, silentMs: 1_000, closedMs: null })).toEqual({
    kind: "late",
    lagMs: 241_000,
  });
  expect(readLink({ pulse: late, silentMs: 9_000, closedMs: null }).kind).toBe("lost");
});

test("a lag grows between heartbeats: a pipeline that stopped is shown before the next one says so", () => {
  const behind = pulse({ lagMs: 4_000 });
  expect(readLink({ pulse: behind, silentMs: 900, closedMs: null }).kind).toBe("live");
  expect(readLink({ pulse: behind, silentMs: 1_100, closedMs: null })).toEqual({
    kind: "late",
    lagMs: 5_100,
  });
  // Silence itself is the socket's, not the pipeline's.
  expect(readLink({ pulse: pulse(), silentMs: 4_900, closedMs: null }).kind).toBe("live");
});

test("a pipeline that says it is late is late, even when nothing waits", () => {
  const late = pulse({ state: "late", lagMs: 0 });
  expect(readLink({ pulse: late, silentMs: 0, closedMs: null })).toEqual({ kind: "late", lagMs: null });
});

test("catching up is said as such, not as late", () => {
  const busy = pulse({ state: "catching_up", lagMs: 60_000 });
  expect(readLink({ pulse: busy, silentMs: 0, closedMs: null })).toEqual({
    kind: "catching_up",
    lagMs: 60_000,
  });
});

test("silent sources are named, what is missed most first, and only while the board itself moves", () => {
  const sources = {
    taobao: source({ forMs: 2_000_000, expected: 12 }),
    wms: source(null),
    pinduoduo: source({ forMs: 1_080_000, expected: 40 }),
  };
  expect(readLink({ pulse: pulse(), silentMs: 1_000, closedMs: null }, sources)).toEqual({
    kind: "silent",
    ageMs: 1_400,
    sources: [
      { key: "pinduoduo", forMs: 1_080_000, expected: 40 },
      { key: "taobao", forMs: 2_000_000, expected: 12 },
    ],
  });
  const kinds = [
    readLink({ pulse: pulse(), silentMs: 9_000, closedMs: null }, sources),
    readLink({ pulse: pulse({ state: "late" }), silentMs: 0, closedMs: null }, sources),
    readLink({ pulse: pulse({ state: "catching_up" }), silentMs: 0, closedMs: null }, sources),
    readLink({ pulse: pulse(), silentMs: 0, closedMs: null }, { wms: source(null) }),
  ].map((link) => link.kind);
  expect(kinds).toEqual(["lost", "late", "catching_up", "live"]);
});
