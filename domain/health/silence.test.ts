import { describe, expect, test } from "vitest";
import {
  HISTORY_MS,
  type JudgedSilence,
  judgeSilence,
  MISSING_AT_LEAST,
  TOLD_AT_MOST_MS,
} from "./silence.ts";
import { type SourceHour, Usual } from "./usual.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const FLOOR = 5 * MINUTE;
/** A Wednesday, 10:00 in UTC. */
const NOON = Date.parse("2026-11-11T10:00:00Z");
const ALL = "1".repeat(60);

/** What a source brings in the hour that begins then; 0: nothing. */
type Habit = (at: Date) => number;

/** A source that was live all the time, up to an instant. */
function hoursOf(habit: Habit, fromMs: number, untilMs: number, mask = ALL): SourceHour[] {
  const hours: SourceHour[] = [];
  for (let at = fromMs - (fromMs % HOUR); at < untilMs; at += HOUR) {
    const whole = habit(new Date(at));
    const first = Math.max(0, Math.floor((fromMs - at) / MINUTE));
    const last = Math.min(60, Math.ceil((untilMs - at) / MINUTE));
    const minutes = Array.from({ length: 60 }, (_, m) => (m >= first && m < last ? mask[m] : "0")).join("");
    const share = (last - first) / 60;
    if (whole > 0 && minutes.includes("1"))
      hours.push({ at, live: Math.round(whole * share), late: 0, minutes });
  }
  return hours;
}

/** Judges a source that was last heard at `lastAt`, after it was quiet for so long, in real time. */
function judge(hours: SourceHour[], lastAt: number, quietMs: number, listeningFrom = lastAt) {
  const from = Math.max(lastAt, listeningFrom);
  const to = lastAt + quietMs;
  return judgeSilence(new Usual(hours), { lastAt, from, to, forMs: to - from }, FLOOR);
}

const EVERY_HOUR: Habit = () => 600;
const FROM_8_TO_22: Habit = (at) => (at.getUTCHours() >= 8 && at.getUTCHours() < 22 ? 600 : 0);
const WEEKDAYS: Habit = (at) => ([0, 6].includes(at.getUTCDay()) ? 0 : FROM_8_TO_22(at));

describe("with a week behind it", () => {
  const week = hoursOf(EVERY_HOUR, NOON - 7 * DAY, NOON);

  test("it is silent from the floor on", () => {
    expect(judge(week, NOON, FLOOR - 1)).toBeNull();
    expect(judge(week, NOON, FLOOR)).toEqual({ forMs: FLOOR, expected: 50, days: 7 });
  });

  test.each([
    ["enough to miss", MISSING_AT_LEAST, true],
    ["too few to miss", MISSING_AT_LEAST - 1, false],
  ])("%s", (_what, inFloor, silent) => {
    const hours = hoursOf(() => inFloor * 12, NOON - 7 * DAY, NOON);
    expect(judge(hours, NOON, FLOOR) !== null).toBe(silent);
  });

  test("the same hours of the day say what is usual, by their median", () => {
    // A festival six days ago and an outage yesterday, each in these hours only.
    const hours = hoursOf(
      (at) => {
        const ago = NOON - at.getTime();
        if (ago <= DAY && ago > DAY - 2 * HOUR) return 0;
        if (ago <= 6 * DAY && ago > 6 * DAY - 2 * HOUR) return 60_000;
        return at.getUTCHours() === 10 ? 240 : 6_000;
      },
      NOON - 7 * DAY,
      NOON,
    );
    expect(judge(hours, NOON, 30 * MINUTE)?.expected).toBe(120);
  });

  test("a night that is always quiet is no silence; the morning after it is one once it should have begun", () => {
    const hours = hoursOf(FROM_8_TO_22, NOON - 7 * DAY, NOON + 12 * HOUR);
    const evening = NOON + 12 * HOUR;
    for (const quiet of [FLOOR, HOUR, 9 * HOUR, 10 * HOUR]) expect(judge(hours, evening, quiet)).toBeNull();
    expect(judge(hours, evening, 10 * HOUR + 2 * MINUTE)).toMatchObject({ expected: 20 });
  });

  test("a silence of days is compared with the days before it, not with itself", () => {
    const three = judge(hoursOf(EVERY_HOUR, NOON - 14 * DAY, NOON), NOON, 3 * DAY);
    expect(three).toEqual({ forMs: 3 * DAY, expected: 3 * 14_400, days: 7 });
  });

  test("an hour that was missing while nobody listened is not missing", () => {
    const back = NOON + HOUR;
    expect(judge(week, NOON, HOUR + FLOOR - 1, back)).toBeNull();
    expect(judge(week, NOON, HOUR + FLOOR, back)).toEqual({ forMs: FLOOR, expected: 50, days: 7 });
  });
});

describe("by weekday", () => {
  const saturday = NOON + 3 * DAY;
  const friday = saturday - 12 * HOUR;

  test("a source that never sends on this weekday rests, once a week says so", () => {
    const known = (weeks: number) => hoursOf(WEEKDAYS, friday - weeks * 7 * DAY, friday);
    expect(judge(known(1.1), friday, 12 * HOUR)).toBeNull();
    expect(judge(known(3), friday, 12 * HOUR)).toBeNull();
    // On Sunday too, though the days before a span this long were all working days.
    for (const quiet of [30, 36, 47]) expect(judge(known(1.1), friday, quiet * HOUR)).toBeNull();
    expect(judge(known(0.9), friday, 12 * HOUR)).not.toBeNull();
  });

  test("one outage a week ago is no rest", () => {
    const outage: Habit = (at) => {
      const ago = NOON - at.getTime();
      return ago <= 7 * DAY && ago > 6 * DAY ? 0 : 600;
    };
    expect(judge(hoursOf(outage, NOON - 8 * DAY, NOON), NOON, HOUR)).toMatchObject({ expected: 600 });
  });

  test("and is missed on the working day after", () => {
    const hours = hoursOf(WEEKDAYS, friday - 21 * DAY, friday);
    const mondayEight = friday + 2 * DAY + 10 * HOUR;
    expect(judge(hours, friday, mondayEight - friday)).toBeNull();
    expect(judge(hours, friday, mondayEight + HOUR - friday)).not.toBeNull();
  });
});

describe("with little behind it", () => {
  test("the rate before it went quiet says what is usual", () => {
    const hours = hoursOf(EVERY_HOUR, NOON - 30 * MINUTE, NOON);
    expect(judge(hours, NOON, FLOOR)).toEqual({ forMs: FLOOR, expected: 50, days: 0 });
  });

  test("the lower of the last hour's and the last day's, since traffic ebbs away at night", () => {
    const hours = hoursOf((at) => (at.getTime() >= NOON - HOUR ? 60 : 6_000), NOON - 12 * HOUR, NOON);
    expect(judge(hours, NOON, 20 * MINUTE)).toMatchObject({ expected: 20 });
    expect(judge(hours, NOON, 19 * MINUTE)).toBeNull();
    const burst = hoursOf((at) => (at.getTime() >= NOON - HOUR ? 6_000 : 60), NOON - 23 * HOUR, NOON);
    expect(judge(burst, NOON, FLOOR)?.expected).toBeLessThan(30);
  });

  test("one day is enough for the same hours of the day", () => {
    const hours = hoursOf(FROM_8_TO_22, NOON - 26 * HOUR, NOON);
    expect(judge(hours, NOON, HOUR)).toMatchObject({ expected: 600, days: 1 });
  });

  test("a history that was imported tells what is usual before anything live did", () => {
    const night = NOON + 14 * HOUR;
    const past = hoursOf(FROM_8_TO_22, NOON - 2 * DAY, NOON).map(({ at, live }) => {
      return { at, live: 0, late: live, minutes: "0".repeat(60) };
    });
    const hours = [...past, ...hoursOf(FROM_8_TO_22, NOON, NOON + 12 * HOUR)];
    expect(judge(hours, NOON + 12 * HOUR, night - NOON - 12 * HOUR)).toBeNull();
    expect(judge(hours.slice(0, -2), NOON + 10 * HOUR, 20 * MINUTE)).toMatchObject({ expected: 200 });
  });
});

describe("what does not send normally", () => {
  test("a history that was imported once is no source to miss", () => {
    const late = hoursOf(EVERY_HOUR, NOON - 7 * DAY, NOON).map((hour) => {
      return { ...hour, live: 0, late: hour.live, minutes: "0".repeat(60) };
    });
    expect(judge(late, NOON, HOUR)).toBeNull();
    expect(judge([], NOON, HOUR)).toBeNull();
  });

  test.each([
    ["two minutes are an upload", "110", false],
    ["three are a source", "111", true],
  ])("%s", (_what, first, silent) => {
    const minutes = first.padEnd(60, "0");
    const hours = [{ at: NOON - HOUR, live: 60_000, late: 0, minutes }];
    expect(judge(hours, NOON - HOUR + 3 * MINUTE, 10 * MINUTE) !== null).toBe(silent);
  });

  test("a bench of ten minutes is told of for four hours, a source of weeks for a week", () => {
    const told = (knownMs: number, quietMs: number): JudgedSilence | null =>
      judge(
        hoursOf(() => 60_000, NOON - knownMs, NOON),
        NOON,
        quietMs,
      );
    expect(told(10 * MINUTE, 4 * HOUR)).not.toBeNull();
    expect(told(10 * MINUTE, 4 * HOUR + 1)).toBeNull();
    expect(told(14 * DAY, TOLD_AT_MOST_MS)).not.toBeNull();
    expect(told(14 * DAY, TOLD_AT_MOST_MS + 1)).toBeNull();
  });
});

test("an export that comes once an hour may stay away for two of its pauses", () => {
  const onTheHour = "11111".padEnd(60, "0");
  const last = NOON + 5 * MINUTE;
  const hours = hoursOf(EVERY_HOUR, NOON - 7 * DAY, last, onTheHour);
  for (const quiet of [FLOOR, 30 * MINUTE, 57 * MINUTE, 109 * MINUTE]) {
    expect(judge(hours, last, quiet)).toBeNull();
  }
  expect(judge(hours, last, 110 * MINUTE)).toMatchObject({ days: 7 });
});

test("shop time that runs faster is judged by its own hours, after the same wait", () => {
  const speed = 60;
  const past = hoursOf(FROM_8_TO_22, NOON - 3 * DAY, NOON);
  const evening = hoursOf(FROM_8_TO_22, NOON - 3 * DAY, NOON + 12 * HOUR);
  const quiet = (hours: SourceHour[], lastAt: number, forMs: number) => {
    const to = lastAt + forMs * speed;
    return judgeSilence(new Usual(hours), { lastAt, from: lastAt, to, forMs }, FLOOR);
  };
  expect(quiet(past, NOON, FLOOR - 1)).toBeNull();
  expect(quiet(past, NOON, FLOOR)).toEqual({ forMs: FLOOR, expected: 3_000, days: 3 });
  expect(quiet(evening, NOON + 12 * HOUR, 10 * MINUTE)).toBeNull();
});

test("nothing older than what is kept is asked for", () => {
  // The oldest span that the rule looks at: four weeks before a silence that is told of for the longest time.
  expect(HISTORY_MS).toBeGreaterThanOrEqual(4 * 7 * DAY + TOLD_AT_MOST_MS);
});
