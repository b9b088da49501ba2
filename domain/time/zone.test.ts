import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { SEED } from "../testing/seed.ts";
import { instantToLocal, localToInstant, offsetAt } from "./zone.ts";

const ZONES = [
  "America/Sao_Paulo",
  "Asia/Shanghai",
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "America/St_Johns",
  "Asia/Pyongyang",
  "Africa/Casablanca",
  "Pacific/Apia",
  "UTC",
];
const FROM = Date.UTC(2000, 0, 1);
const TO = Date.UTC(2100, 0, 1);

const zone = fc.constantFrom(...ZONES);
/** Any moment, and often one close to a clock change of the zone. */
const moment = fc
  .record({
    zone,
    at: fc.integer({ min: FROM, max: TO }),
    by: fc.integer({ min: -7_200_000, max: 7_200_000 }),
    near: fc.boolean(),
  })
  .map((m) => {
    if (!m.near) return { zone: m.zone, at: m.at };
    const change = Temporal.Instant.fromEpochMilliseconds(m.at)
      .toZonedDateTimeISO(m.zone)
      .getTimeZoneTransition("next");
    return { zone: m.zone, at: change === null ? m.at : change.epochMilliseconds + m.by };
  });

const plain = (localMs: number) => Temporal.PlainDateTime.from(new Date(localMs).toISOString().slice(0, -1));

test(`offsets and local times are Temporal's, in any zone and around its clock changes (seed ${SEED})`, () => {
  fc.assert(
    fc.property(moment, ({ zone, at }) => {
      const theirs = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
      expect(offsetAt(zone, at)).toBe(theirs.offsetNanoseconds / 1_000_000);
      const local = instantToLocal(zone, at);
      expect(plain(local).toString()).toBe(theirs.toPlainDateTime().toString());
      // Shifted by up to an hour to land inside gaps and overlaps as well.
      for (const localMs of [local, local + 1_800_000, local - 1_800_000, local + 3_600_000]) {
        const compatible = plain(localMs).toZonedDateTime(zone, { disambiguation: "compatible" });
        expect(localToInstant(zone, localMs)).toBe(compatible.epochMilliseconds);
      }
    }),
    { seed: SEED, numRuns: 1500 },
  );
});

test("a skipped local time moves on by the gap, a doubled one means the first", () => {
  // São Paulo put its clocks forward at midnight on 2017-10-15 and back at midnight on 2018-02-18.
  const skipped = localToInstant("America/Sao_Paulo", Date.UTC(2017, 9, 15, 0, 30));
  expect(new Date(skipped).toISOString()).toBe("2017-10-15T03:30:00.000Z");
  const doubled = localToInstant("America/Sao_Paulo", Date.UTC(2018, 1, 17, 23, 30));
  expect(new Date(doubled).toISOString()).toBe("2018-02-18T01:30:00.000Z");
});

test("a zone that does not exist is refused", () => {
  expect(() => offsetAt("Mars/Olympus", 0)).toThrow(RangeError);
});
