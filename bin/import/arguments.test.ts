import { expect, test } from "vitest";
import { readArguments, UsageError } from "./arguments.ts";
import { languageOf } from "./language.ts";

const NONE = { watch: false, mapping: null, asOf: null, exportedAt: null };

test("a file, a mapping and instants are read", () => {
  expect(readArguments(["orders.csv"], "/shop")).toEqual({ ...NONE, path: "/shop/orders.csv" });
  expect(
    readArguments(["--mapping", "olist", "/data/o.csv", "--as-of=2018-03-01T12:00:00Z"], "/shop"),
  ).toEqual({ ...NONE, path: "/data/o.csv", mapping: "olist", asOf: Date.UTC(2018, 2, 1, 12) });
  expect(readArguments(["o.csv", "--exported-at", "2018-03-01T12:00:00Z"], "/shop")).toEqual({
    ...NONE,
    path: "/shop/o.csv",
    exportedAt: Date.UTC(2018, 2, 1, 12),
  });
  expect(readArguments(["--watch", "exports"], "/shop")).toEqual({
    ...NONE,
    path: "/shop/exports",
    watch: true,
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
  [["a.csv", "--exported-at", "2018-03-01 12:00:00"], "--exported-at"],
  [["a.csv", "--exported-at", "2018-02-30T12:00:00Z"], "--exported-at"],
  [["--watch"], "--watch"],
  [["--watch", "exports", "a.csv"], "a.csv"],
  [["--watch", "exports", "--exported-at", "2018-03-01T12:00:00Z"], "--exported-at"],
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
