import { expect, it } from "vitest";
import { gapEn, gapZh } from "./gap-words.ts";
import { gapsIn } from "./gaps.ts";
import { directoryOf, personOf, scheduleOf } from "./testing/directory.ts";
import type { Directory, Person } from "./types.ts";

const at = (text: string) => Date.parse(`${text}:00+08:00`);
const say = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(5, 16);

function gaps(people: Person[], overrides: Directory["overrides"] = []) {
  const directory = directoryOf({
    people,
    schedules: [scheduleOf("s", { participants: ["wang", "li"], windows: [{ from: "08:00", to: "22:00" }] })],
    overrides,
  });
  return gapsIn(directory, "s", at("2026-11-02T12:00"), at("2026-11-04T12:00"));
}
const told = (...args: Parameters<typeof gaps>) =>
  gaps(...args).map(({ fromAt, toAt, reason, personId }) => [say(fromAt), say(toAt), reason, personId]);

it("finds the hours in which nobody is on call, and those that an override fills", () => {
  const people = [personOf("wang"), personOf("li")];
  expect(told(people)).toEqual([
    ["11-02T22:00", "11-03T08:00", "nobody_on_call", null],
    ["11-03T22:00", "11-04T08:00", "nobody_on_call", null],
  ]);
  const override = { id: "o", schedule: "s", personId: "li", insteadOf: null, note: null };
  const fill = { ...override, fromAt: at("2026-11-02T22:00"), toAt: at("2026-11-03T06:00") };
  expect(told(people, [fill])[0]).toEqual(["11-03T06:00", "11-03T08:00", "nobody_on_call", null]);
});

it("finds the turns of whoever cannot be called", () => {
  const wang = personOf("wang", { contacts: [] });
  const li = personOf("li", {
    quiet: { from: "20:00", to: "09:00", timezone: "Asia/Shanghai", bypassSeverity: 0 },
  });
  expect(told([wang, li])).toEqual([
    ["11-02T12:00", "11-02T22:00", "unverified", "wang"],
    ["11-02T22:00", "11-03T08:00", "nobody_on_call", null],
    ["11-03T08:00", "11-03T09:00", "quiet", "li"],
    ["11-03T20:00", "11-03T22:00", "quiet", "li"],
    ["11-03T22:00", "11-04T08:00", "nobody_on_call", null],
    ["11-04T08:00", "11-04T12:00", "unverified", "wang"],
  ]);
  const letsThrough = { ...li, quiet: { ...li.quiet!, bypassSeverity: 1 as const } };
  expect(told([personOf("wang"), letsThrough]).map(([, , reason]) => reason)).toEqual([
    "nobody_on_call",
    "nobody_on_call",
  ]);
  expect(told([personOf("wang", { active: false }), letsThrough])[0]).toEqual([
    "11-02T12:00",
    "11-02T22:00",
    "nobody_on_call",
    "wang",
  ]);
});

it("is told as one line", () => {
  const now = { nowMs: at("2026-11-02T12:00"), timezone: "Asia/Shanghai" };
  const night = { fromAt: at("2026-11-02T22:00"), toAt: at("2026-11-03T08:00") };
  const nobody = { ...night, reason: "nobody_on_call" as const };
  const instead = { ...now, onCall: null, instead: "赵总" };
  expect(gapZh(nobody, instead)).toBe("今晚 22:00 到明早 8:00 没人值班，出事会打给赵总");
  expect(gapEn(nobody, instead)).toBe(
    "Nobody is on call from 22:00 today to 08:00 tomorrow; 赵总 would be called",
  );
  const soon = { ...nobody, fromAt: at("2026-11-02T07:30"), toAt: at("2026-11-02T08:05") };
  expect(gapZh(soon, instead)).toBe("今天 7:30 到 8:05 没人值班，出事会打给赵总");
  expect(gapEn(soon, instead)).toBe("Nobody is on call from 07:30 today to 08:05; 赵总 would be called");
  const far = { ...nobody, fromAt: at("2026-11-03T19:30"), toAt: at("2026-11-12T07:00") };
  expect(gapZh(far, { ...instead, instead: null })).toBe(
    "明晚 19:30 到 11 月 12 日 7:00 没人值班，出事没有人接电话",
  );
  const unverified = { ...night, reason: "unverified" as const };
  expect(gapZh(unverified, { ...instead, onCall: "王磊" })).toBe(
    "今晚 22:00 到明早 8:00 是王磊值班，电话没验证过，出事会打给赵总",
  );
  expect(gapEn({ ...night, reason: "quiet" }, { ...instead, onCall: "王磊", instead: null })).toBe(
    "王磊 is on call in quiet hours from 22:00 today to 08:00 tomorrow; no call would reach anybody",
  );
});
