import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { SEED } from "../testing/seed.ts";
import { onCallAt } from "./on-call.ts";
import { onCallSpans } from "./spans.ts";
import { directoryOf, scheduleOf } from "./testing/directory.ts";
import type { ScheduleOverride, ScheduleVersion } from "./types.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const at = (text: string) => Temporal.Instant.from(text).epochMilliseconds;
const PEOPLE = ["wang", "li", "zhao", "qian"];

/** Who has it, asked minute by minute of a list of every hand-over, window and override, made by Temporal. */
function naiveModel(
  versions: readonly ScheduleVersion[],
  overrides: readonly ScheduleOverride[],
  toMs: number,
): (atMs: number) => string | null {
  const models = versions.map((version) => {
    const zoned = Temporal.Instant.fromEpochMilliseconds(version.startAt).toZonedDateTimeISO(
      version.timezone,
    );
    const first = zoned.toPlainDateTime();
    const handovers: number[] = [];
    for (let n = 0; ; n++) {
      const later = {
        day: { days: n },
        week: { weeks: n },
        hours: { hours: n * (version.rotation.hours ?? 1) },
      }[version.rotation.every];
      const instant = first.add(later).toZonedDateTime(version.timezone).epochMilliseconds;
      // The first may lie in the second of two doubled hours, which a local time cannot say.
      handovers.push(n === 0 ? version.startAt : instant);
      if (instant > toMs) break;
    }
    const days = Math.ceil((toMs - version.startAt) / DAY_MS) + 3;
    const windows = (version.windows ?? []).flatMap(({ from, to }) =>
      Array.from({ length: days }, (_, day) => {
        const date = zoned.toPlainDate().add({ days: day - 1 });
        const ends = to > from ? date : date.add({ days: 1 });
        const instant = (on: Temporal.PlainDate, time: string) =>
          on.toZonedDateTime({ timeZone: version.timezone, plainTime: time }).epochMilliseconds;
        return [instant(date, from), instant(ends, to)] as const;
      }),
    );
    return { version, handovers, windows };
  });
  return (atMs) => {
    let model = models[0]!;
    for (const next of models) if (next.version.validFrom <= atMs) model = next;
    const { version, handovers, windows } = model;
    let turns = 0;
    for (const handover of handovers) if (handover <= atMs) turns++;
    const open = version.windows === null || windows.some(([from, to]) => from <= atMs && atMs < to);
    let who = turns > 0 && open ? version.participants[(turns - 1) % version.participants.length]! : null;
    const byTurn = who;
    for (const { fromAt, toAt, insteadOf, personId } of overrides)
      if (fromAt <= atMs && atMs < toAt && (insteadOf === null || insteadOf === byTurn)) who = personId;
    return who;
  };
}

// Each zone with the day of a clock change: spring, autumn, half an hour, and none.
const CHANGES = [
  ["Europe/Berlin", "2026-03-29T00:00:00Z"],
  ["Europe/Berlin", "2026-10-25T00:00:00Z"],
  ["America/New_York", "2026-11-01T05:00:00Z"],
  ["Australia/Lord_Howe", "2026-04-04T15:00:00Z"],
  ["Asia/Shanghai", "2026-11-11T00:00:00Z"],
] as const;

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 30, 59))
  .map(([h, m]) => `${String(h).padStart(2, "0")}:${String(m).padStart(2, "0")}`);
const minutes = (min: number, max: number) => fc.integer({ min, max }).map((n) => n * MINUTE_MS);
const scene = fc.constantFrom(...CHANGES).chain(([timezone, change]) => {
  const version = fc.record({
    rotation: fc.oneof(
      fc.constant({ every: "day" as const }),
      fc.constant({ every: "week" as const }),
      fc.record({ every: fc.constant("hours" as const), hours: fc.integer({ min: 1, max: 30 }) }),
    ),
    before: minutes(0, 10 * 24 * 60),
    participants: fc.shuffledSubarray(PEOPLE, { minLength: 1 }),
    windows: fc.option(fc.array(fc.record({ from: time, to: time }), { minLength: 1, maxLength: 2 })),
    validAfter: minutes(-24 * 60, 24 * 60),
  });
  const override = fc.record({
    after: minutes(-48 * 60, 24 * 60),
    lasts: minutes(1, 20 * 60),
    personId: fc.constantFrom(...PEOPLE),
    insteadOf: fc.option(fc.constantFrom(...PEOPLE)),
  });
  return fc.record({
    changeAt: fc.constant(at(change)),
    timezone: fc.constant(timezone),
    versions: fc.array(version, { minLength: 1, maxLength: 2 }),
    overrides: fc.array(override, { maxLength: 1 }),
  });
});

describe("who is on call", () => {
  it("is, minute by minute, whom a list of all hand-overs says, through clock changes", () => {
    fc.assert(
      fc.property(scene, ({ changeAt, timezone, versions, overrides }) => {
        const from = changeAt - 12 * HOUR_MS;
        const to = changeAt + DAY_MS;
        const made = versions
          .map(({ before, validAfter, ...version }) =>
            scheduleOf("s", {
              ...version,
              timezone,
              startAt: changeAt - before,
              validFrom: changeAt + validAfter,
            }),
          )
          .sort((a, b) => a.validFrom - b.validFrom);
        const given = overrides.map(({ after, lasts, ...override }, i) => ({
          ...override,
          id: String(i),
          schedule: "s",
          fromAt: changeAt + after,
          toAt: changeAt + after + lasts,
          note: null,
        }));
        const directory = directoryOf({ schedules: made, overrides: given });
        const spans = onCallSpans(directory, "s", from, to);
        const model = naiveModel(made, given, to);
        let span = 0;
        for (let minute = from; minute < to; minute += MINUTE_MS) {
          if (minute >= spans[span]!.toAt) span++;
          const said = [spans[span]!.personId, onCallAt(directory, "s", minute)];
          const expected = model(minute);
          if (said[0] !== expected || said[1] !== expected)
            expect({ at: new Date(minute).toISOString(), said }).toEqual({ said: [expected, expected] });
        }
        expect(spans.map(({ fromAt }) => fromAt).slice(1)).toEqual(
          spans.map(({ toAt }) => toAt).slice(0, -1),
        );
        expect([spans[0]!.fromAt, spans.at(-1)!.toAt]).toEqual([from, to]);
      }),
      { seed: SEED, numRuns: 40 },
    );
  });

  it("hands over at the same local time before and after a clock change", () => {
    const night = scheduleOf("night", {
      timezone: "Europe/Berlin",
      rotation: { every: "hours", hours: 12 },
      startAt: at("2026-03-27T20:00:00+01:00"),
      participants: ["wang", "li"],
    });
    const spans = onCallSpans(
      directoryOf({ schedules: [night] }),
      "night",
      at("2026-03-28T20:00:00+01:00"),
      at("2026-03-30T08:00:00+02:00"),
    );
    expect(spans.map(({ personId, toAt }) => [personId, new Date(toAt).toISOString()])).toEqual([
      ["wang", "2026-03-29T06:00:00.000Z"],
      ["li", "2026-03-29T18:00:00.000Z"],
      ["wang", "2026-03-30T06:00:00.000Z"],
    ]);
  });

  it("is nobody before the first turn, of an unknown schedule, and outside the windows", () => {
    const day = scheduleOf("day", { participants: ["wang"], windows: [{ from: "09:00", to: "18:00" }] });
    const directory = directoryOf({ schedules: [day] });
    expect(onCallAt(directory, "day", at("2026-11-02T07:59:59+08:00"))).toBeNull();
    expect(onCallAt(directory, "day", at("2026-11-02T09:00:00+08:00"))).toBe("wang");
    expect(onCallAt(directory, "day", at("2026-11-02T18:00:00+08:00"))).toBeNull();
    expect(onCallAt(directory, "other", at("2026-11-02T10:00:00+08:00"))).toBeNull();
  });
});
