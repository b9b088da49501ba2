import { expect, test } from "vitest";
import { foldWord as fold } from "../../../domain/order/status-word.ts";
import { amount, clean, id, minorDigits, quantity, text, yesNo } from "./cells.ts";
import { RowError } from "./problem.ts";

test.each([
  ["  A1\t", "A1"],
  ["`4200001", "4200001"],
  ["'007", "007"],
  ['="5120803044263167809"', "5120803044263167809"],
  ["--", ""],
  ["NULL", ""],
  ["\\N", ""],
  ["无", ""],
  ["无锡", "无锡"],
])("%j is cleaned", (cell, value) => {
  expect(clean(cell)).toBe(value);
});

test("names are compared without full-width forms, spaces, case and marks", () => {
  expect(fold("订单金额（元） *")).toBe(fold("订单金额(元)"));
  expect(fold("Order  No")).toBe("orderno");
});

test.each([
  ["58.90", 5890],
  ["0.1", 10],
  ["¥1,299", 129900],
  ["1299.00元", 129900],
  ["-27.5", -2750],
  ["19.9900", 1999],
  [".5", 50],
  ["4503599627.37", 450359962737],
])("%s is an amount in fen", (value, fen) => {
  expect(amount("价", value, 2)).toBe(fen);
});

test.each(["12.345", "abc", "1.2.3", "", "1e5", "99999999999999"])("%j is no amount", (value) => {
  expect(() => amount("价", value, 2)).toThrow(RowError);
});

test("currencies have the decimals they have", () => {
  expect([minorDigits("CNY"), minorDigits("BRL"), minorDigits("JPY"), minorDigits("KWD")]).toEqual([
    2, 2, 0, 3,
  ]);
  expect(amount("p", "1200", 0)).toBe(1200);
});

test("ids that a spreadsheet has spoilt are refused", () => {
  expect(() => id("订单号", "5.12081E+18")).toThrow(/scientific/);
  expect(() => id("订单号", "A\nB")).toThrow(/line break/);
  expect(() => id("订单号", "x".repeat(201))).toThrow(/201 characters/);
  expect(() => text("订单号", "坏\uFFFD")).toThrow(/no text/);
  expect(() => text("订单号", "a\u0000b")).toThrow(/no text/);
  expect(id("订单号", "260620-111122223333444")).toBe("260620-111122223333444");
});

test("counts and yes or no are read strictly", () => {
  expect([quantity("件", "2"), quantity("件", "2.0"), quantity("件", "1,000")]).toEqual([2, 2, 1000]);
  for (const value of ["0", "-1", "1.5", "两", "99999999"])
    expect(() => quantity("件", value)).toThrow(RowError);
  expect([yesNo("赠品", "是"), yesNo("赠品", "N"), yesNo("赠品", "TRUE")]).toEqual([true, false, true]);
  expect(() => yesNo("赠品", "也许")).toThrow(RowError);
});
