import { expect, test } from "vitest";
import { exportTimeOf } from "./export-time.ts";
import { FileError } from "./problem.ts";

const ZONE = "Asia/Shanghai";
const at = (text: string) => Date.parse(`${text}+08:00`);
const MODIFIED = at("2026-11-11T18:20:30");

test.each([
  ["导出时间：2026-11-11 10:00:00", "2026-11-11T10:00:00"],
  ["木屋家居 订单明细（导出时间: 2026/11/11 10:05）操作员：陈工", "2026-11-11T10:05:00"],
  ["Exported at 2026-11-11 10:00:00", "2026-11-11T10:00:00"],
])("the title %s says when", (cell, expected) => {
  expect(exportTimeOf("订单_20261110120000.csv", [["订单"], [cell, ""]], MODIFIED, ZONE)).toEqual({
    at: at(expected),
    sure: true,
  });
});

test("a title's time may stand in the next cell; a period above the header is no export time", () => {
  const above = [
    ["统计时间：2026-11-01 00:00:00 至 2026-11-10 23:59:59"],
    ["导出时间", "", "2026-11-11 10:00:00"],
  ];
  expect(exportTimeOf("a.csv", above, MODIFIED, ZONE)).toEqual({ at: at("2026-11-11T10:00:00"), sure: true });
});

test.each([
  ["订单导出_20261111120000.csv", "2026-11-11T12:00:00"],
  ["订单-2026-11-11-1230 (1).xlsx", "2026-11-11T12:30:00"],
  ["orders 2026-11-11T12.30.15.csv", "2026-11-11T12:30:15"],
  ["2026年11月11日12时30分.csv", "2026-11-11T12:30:00"],
  ["20261101-20261111_153000.csv", "2026-11-11T15:30:00"],
])("the name %s says when", (name, expected) => {
  expect(exportTimeOf(`/shop/${name}`, [], MODIFIED, ZONE)).toEqual({ at: at(expected), sure: true });
});

test("seconds and milliseconds since 1970 in a name say when", () => {
  const ms = at("2026-11-11T12:00:01");
  for (const name of [`orders_export${ms / 1000}.csv`, `orders_export${ms}.csv`]) {
    expect(exportTimeOf(name, [], MODIFIED, ZONE)).toEqual({ at: ms, sure: true });
  }
});

test("a date alone means the file's own time of that day, else the day's end", () => {
  expect(exportTimeOf("订单20261111.csv", [], MODIFIED, ZONE)).toEqual({ at: MODIFIED, sure: false });
  expect(exportTimeOf("订单20261110.csv", [], MODIFIED, ZONE)).toEqual({
    at: at("2026-11-10T23:59:59"),
    sure: false,
  });
  expect(exportTimeOf("a.csv", [["导出日期：2026-11-11"]], MODIFIED, ZONE)).toEqual({
    at: MODIFIED,
    sure: false,
  });
});

test.each(["订单.csv", "订单20261341.csv", "6942000012345678901234.csv", "2026-02-30.csv"])(
  "the name %s says nothing, so the file's date does",
  (name) => {
    expect(exportTimeOf(name, [], MODIFIED, ZONE)).toEqual({ at: MODIFIED, sure: false });
  },
);

test.each(["导出时间：昨天", "导出时间：2026-13-45 10:00:00", "导出时间："])(
  "%s is refused, since the file means to say it",
  (cell) => {
    const read = () => exportTimeOf("订单.csv", [[cell]], MODIFIED, ZONE);
    expect(read).toThrow(FileError);
    expect(read).toThrow(/--exported-at/);
  },
);
