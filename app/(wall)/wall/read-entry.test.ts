import { expect, test } from "vitest";
import { readEntry } from "./read-entry.ts";

test("an address asks for window, columns and lanes; what cannot be read is left out", () => {
  expect(readEntry("bottlenecks", { hours: "72", by: "carrier", lane: ["warehouse"] })).toMatchObject({
    screen: "bottlenecks",
    windowHours: 72,
    columns: "carrier",
    lanes: ["warehouse"],
  });
  expect(readEntry("node", { hours: "5", by: "colour", lane: "attic" }, "packed")).toMatchObject({
    node: "packed",
    windowHours: 24,
    columns: "hour",
    lanes: [],
  });
});
