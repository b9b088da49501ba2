import { expect, test } from "vitest";
import { pickLocale } from "./language.ts";

test.each([
  ["en", "en"],
  ["EN-us", "en"],
  ["zh-CN", "zh-CN"],
  ["english", "zh-CN"],
  ["fr", "zh-CN"],
  ["", "zh-CN"],
  [null, "zh-CN"],
])("?lang=%s speaks %s", (asked, spoken) => {
  expect(pickLocale(asked)).toBe(spoken);
});
