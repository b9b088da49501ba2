import { expect, it } from "vitest";
import { orderedId } from "./ordered-id.ts";

it("makes UUIDs of version 7 that sort by their instant and never repeat", () => {
  const at = Date.parse("2026-11-11T10:00:00+08:00");
  const ids = Array.from({ length: 5_000 }, (_, i) => orderedId(at + Math.floor(i / 1_000)));
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(ids).size).toBe(5_000);
  expect(ids[4_999]! > ids[0]!).toBe(true);
  expect(Number.parseInt(ids[0]!.replace("-", "").slice(0, 12), 16)).toBe(at);
});
