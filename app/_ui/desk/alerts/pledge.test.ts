import { expect, test } from "vitest";
import { pledgeUntil } from "./pledge.ts";

const NOW = Date.parse("2026-03-02T15:40:00+08:00");
const ZONE = "Asia/Shanghai";
const said = (ms: number | null) => ms && new Date(ms).toISOString();
const until = (time: string) => said(pledgeUntil({ kind: "at", time }, NOW, ZONE, "20:00"));

test("a span counts from now, the end of work is the node's own", () => {
  expect(said(pledgeUntil({ kind: "half_hour" }, NOW, ZONE, "20:00"))).toBe("2026-03-02T08:10:00.000Z");
  expect(said(pledgeUntil({ kind: "hour" }, NOW, ZONE, "20:00"))).toBe("2026-03-02T08:40:00.000Z");
  expect(said(pledgeUntil({ kind: "off_work" }, NOW, ZONE, "20:00"))).toBe("2026-03-02T12:00:00.000Z");
  expect(said(pledgeUntil({ kind: "off_work" }, NOW, ZONE, "24:00"))).toBe("2026-03-02T16:00:00.000Z");
});

test("a time of day that has passed is tomorrow's", () => {
  expect(until("16:40")).toBe("2026-03-02T08:40:00.000Z");
  expect(until("15:40")).toBe("2026-03-03T07:40:00.000Z");
  expect(until("9:00")).toBe("2026-03-03T01:00:00.000Z");
});

test.each(["", "25:00", "24:01", "12:60", "soon", "1640"])("%j is no time of day", (time) => {
  expect(until(time)).toBeNull();
});
