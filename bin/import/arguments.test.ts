import { expect, test } from "vitest";
import { readArguments, UsageError } from "./arguments.ts";
import { languageOf } from "./language.ts";

test("a file, a mapping and an instant are read", () => {
  expect(readArguments(["orders.csv"], "/shop")).toEqual({
    file: "/shop/orders.csv",
    mapping: "five-core",
    asOf: null,
  });
  expect(
    readArguments(["--mapping", "olist", "/data/o.csv", "--as-of=2018-03-01T12:00:00Z"], "/shop"),
  ).toEqual({
    file: "/data/o.csv",
    mapping: "olist",
    asOf: Date.UTC(2018, 2, 1, 12),
  });
  expect(readArguments(["o.csv", "--mapping", "maps/mine.json"], "/shop")?.mapping).toBe(
    "/shop/maps/mine.json",
  );
  expect(readArguments(["--help"], "/")).toBeNull();
});

test.each([
  [[], "One file"],
  [["a.csv", "b.csv"], "One file"],
  [["a.csv", "--fast"], "--fast"],
  [["a.csv", "--mapping"], "--mapping"],
  [["a.csv", "--mapping", "x", "--mapping", "y"], "--mapping"],
  [["a.csv", "--as-of", "yesterday"], "--as-of"],
  [["a.csv", "--as-of", "2018-03-01 12:00:00"], "offset"],
])("%j is refused in one line", (args, says) => {
  expect(() => readArguments(args, "/")).toThrow(UsageError);
  expect(() => readArguments(args, "/")).toThrow(says);
});

test("the summary speaks the terminal's language, Chinese where it names none", () => {
  expect(languageOf({ LANG: "zh_CN.UTF-8" })).toBe("zh");
  expect(languageOf({ LANG: "en_US.UTF-8" })).toBe("en");
  expect(languageOf({ LANG: "en_US.UTF-8", LC_ALL: "zh_CN.UTF-8" })).toBe("zh");
  expect(languageOf({ LANG: "C.UTF-8" })).toBe("zh");
  expect(languageOf({})).toBe("zh");
});
