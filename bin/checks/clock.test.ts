import { expect, test } from "vitest";
import { asksForTime } from "./clock.ts";

test("finds every way to ask the machine for the time", () => {
  const source = [
    "const a = Date.now();",
    "const b = new Date();",
    "sql`select now()`;",
    "sql`select * from t where at < CURRENT_TIMESTAMP`;",
    "Temporal.Now.instant();",
  ];
  expect(asksForTime(source.join("\n"))).toEqual([1, 2, 3, 4, 5]);
});

test("leaves alone what is given a time, and words about it", () => {
  const source = [
    "const a = new Date(ms);",
    "const b = Date.parse(text) + Date.UTC(2026, 0, 1);",
    "clock.now(); // Date.now() would be wrong",
    "/* not now() */",
    "const shopNow = () => 1;",
  ];
  expect(asksForTime(source.join("\n"))).toEqual([]);
});
