import { expect, it } from "vitest";
import { presetsAt } from "./presets.ts";

const at = (text: string) => Date.parse(`${text}+08:00`);

it("means stretches of the shop's own clock", () => {
  const presets = presetsAt(at("2026-03-02T14:02:30"), "Asia/Shanghai");
  const told = Object.fromEntries(presets.map(({ key, fromMs, toMs }) => [key, [fromMs, toMs]]));
  expect(told).toEqual({
    last_hour: [at("2026-03-02T13:00:00"), at("2026-03-02T14:00:00")],
    hour_before: [at("2026-03-02T12:00:00"), at("2026-03-02T13:00:00")],
    this_hour: [at("2026-03-02T14:00:00"), at("2026-03-02T14:02:30")],
    night: [at("2026-03-01T22:00:00"), at("2026-03-02T08:00:00")],
    today: [at("2026-03-02T00:00:00"), at("2026-03-02T14:02:30")],
    yesterday: [at("2026-03-01T00:00:00"), at("2026-03-02T00:00:00")],
  });
});

it("ends a night that goes on with now, and tells of no hour that has just begun", () => {
  const presets = presetsAt(at("2026-03-02T02:00:00"), "Asia/Shanghai");
  expect(presets.find(({ key }) => key === "night")?.toMs).toBe(at("2026-03-02T02:00:00"));
  expect(presets.some(({ key }) => key === "this_hour")).toBe(false);
});
