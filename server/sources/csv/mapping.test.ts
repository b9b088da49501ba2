import { expect, test } from "vitest";
import { loadMapping, parseMapping, shippedMappings } from "./mapping.ts";
import { FileError } from "./problem.ts";

const LONG = { name: "mine", form: "long", columns: { orderNo: "a", status: "b", time: "c" } };

test("the shipped mappings load by name", () => {
  expect(shippedMappings()).toEqual(["five-core", "olist", "orders-snapshot"]);
  for (const name of shippedMappings()) expect(loadMapping(name).name).toBe(name);
});

test("a name may stand for one name or several", () => {
  const mapping = parseMapping(
    JSON.stringify({ ...LONG, columns: { ...LONG.columns, sku: ["d", "e"] } }),
    "m",
  );
  expect([mapping.columns.orderNo, mapping.columns.sku]).toEqual([["a"], ["d", "e"]]);
});

test.each([
  ["no JSON", "{", "not JSON"],
  ["a list", "[]", "mapping"],
  ["no name", JSON.stringify({ ...LONG, name: undefined }), "name"],
  ["a name with spaces", JSON.stringify({ ...LONG, name: "My Shop" }), "name"],
  ["an unknown form", JSON.stringify({ ...LONG, form: "tall" }), "form"],
  ["a misspelt column", JSON.stringify({ ...LONG, columns: { ...LONG.columns, skuu: "d" } }), "columns"],
  [
    "the long form without a status",
    JSON.stringify({ ...LONG, columns: { orderNo: "a", time: "c" } }),
    "columns",
  ],
  ["the wide form without milestones", JSON.stringify({ ...LONG, form: "wide" }), "milestones"],
  ["a zone that does not exist", JSON.stringify({ ...LONG, timezone: "Mars/Base" }), "timezone"],
  [
    "a companion elsewhere",
    JSON.stringify({ ...LONG, companion: { file: "../x.csv", orderNo: "a", line: {} } }),
    "companion.file",
  ],
  [
    "a snapshot without a status",
    JSON.stringify({ name: "mine", form: "snapshot", columns: { orderNo: "a" } }),
    "columns",
  ],
  [
    "a snapshot with milestones",
    JSON.stringify({ ...LONG, form: "snapshot", milestones: [{ column: "d", node: "picking" }] }),
    "milestones",
  ],
  ["a base that does not ship", JSON.stringify({ ...LONG, extends: "../x.json" }), "extends"],
  ["a currency in words", JSON.stringify({ ...LONG, currency: "yuan" }), "currency"],
])("%s is refused by field", (_, json, field) => {
  expect(() => parseMapping(json, "m.json")).toThrow(FileError);
  expect(() => parseMapping(json, "m.json")).toThrow(field);
});

test("a mapping that extends a shipped one has its columns, under its own", () => {
  const own = { name: "mine", form: "snapshot", extends: "five-core", columns: { status: "阶段" } };
  const { columns, values } = parseMapping(JSON.stringify(own), "m");
  expect(columns.status).toEqual(["阶段"]);
  expect(columns.orderNo).toContain("原始单号");
  expect(values.channel!.淘宝).toBe("taobao");
});

test("a mapping that is neither shipped nor a file is refused with what there is", () => {
  expect(() => loadMapping("taobao-2")).toThrow(/five-core, olist/);
});
