import { expect, test } from "vitest";
import { differences } from "./languages.ts";

test("a language that lacks a key, a text or an argument is told what", () => {
  const zh = { lights: { red: "超时", yellow: "快到点" }, rate: "{count} 条", age: "{hours} 小时" };
  const en = { lights: { red: "overdue" }, rate: "", age: "{minutes} min", extra: "x" };
  expect(differences(zh, en)).toEqual([
    "lights.yellow is missing",
    "rate is empty",
    "age takes {minutes}, not {hours}",
    "extra is in no other language",
  ]);
});

test("plural forms count as the argument they choose by", () => {
  expect(differences({ a: "{count} 单" }, { a: "{count, plural, one {# order} other {# orders}}" })).toEqual(
    [],
  );
});
