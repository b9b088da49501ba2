import { expect, test } from "vitest";
import { pathOnly } from "./path-only.ts";

test.each([
  ["/alerts?state=all", "/alerts?state=all"],
  ["/", "/"],
  ["/wall?asOf=2026-03-01T14:00:00%2B08:00", "/wall?asOf=2026-03-01T14:00:00%2B08:00"],
  ["//evil.example", null],
  ["/\\evil.example", null],
  ["/\t/evil.example", null],
  ["https://evil.example/", null],
  ["javascript:alert(1)", null],
  ["alerts", null],
  ["", null],
  [undefined, null],
  // Back to signing in would go round for ever.
  ["/signin?next=/", null],
  ["/./signin", null],
])("after signing in, %j leads to %j", (asked, path) => {
  expect(pathOnly(asked)).toBe(path);
});
