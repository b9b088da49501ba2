import { localToInstant } from "../../../domain/time/zone.ts";
import { FIRST_INSTANT, LAST_INSTANT } from "../../../domain/wire/instant.ts";
import { RowError, shown } from "./problem.ts";

/** Which of 03/04/2026's numbers is the day; ymd also refuses such dates as ambiguous. */
export type DateOrder = "ymd" | "dmy" | "mdy";

export interface TimeReading {
  /** IANA zone of times that name none. */
  zone: string;
  order: DateOrder;
}

const DATE = String.raw`(?<a>\d{1,4})[-/.年](?<b>\d{1,2})[-/.月](?<c>\d{1,4})日?`;
const HALF = "(?<half>上午|下午|凌晨|中午|晚上|am|pm)";
const CLOCK = String.raw`(?<h>\d{1,2})[:时](?<m>\d{1,2})?(?:[:分](?<s>\d{1,2})?(?:[.,](?<f>\d{1,9}))?)?[秒分]?`;
const OFFSET = String.raw`(?<offset>z|utc|gmt|(?:utc|gmt)?[+-]\d{2}:?\d{2})`;
const WRITTEN = new RegExp(
  `^${DATE}(?:(?:t|\\s)*(?:星期.|周.)?\\s*${HALF}?\\s*${CLOCK}\\s*${HALF.replace("half", "after")}?\\s*${OFFSET}?)?$`,
  "i",
);
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?$/;
const SERIAL = /^\d{5}(\.\d+)?$/;
/** Excel's day 0; its serials from 1900-03-01 on count from here. */
const SERIAL_ZERO = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;
/** Databases print these for "never". */
const NEVER = /^(0000-00-00|0001-01-01|1970-01-01)/;

/** Whether a cell of times stands for "not yet". */
export function isNever(value: string): boolean {
  return value === "" || value === "0" || NEVER.test(value);
}

/**
 * Reads a moment as shops' exports write it: 2026-03-01 12:00:00, 2026/3/1 12:00, 2026年3月1日 12时30分, a date alone
 * (its midnight), with or without offset, 20260301120000, Excel's serial days, epoch seconds or milliseconds.
 * @param column named in the refusal
 * @returns epoch ms
 * @throws RowError for anything else, for times that do not exist, and outside the years 2000 to 2099
 */
export function readTime(column: string, value: string, reading: TimeReading): number {
  const instant = parse(value, reading);
  if (instant === null) {
    throw new RowError(
      "bad_time",
      `「${column}」不是看得懂的时间：「${shown(value)}」，请写成 2026-03-01 12:00:00`,
      `${column}: ${shown(value)} is no time that can be read; write it like 2026-03-01 12:00:00`,
    );
  }
  if (instant < FIRST_INSTANT || instant > LAST_INSTANT) {
    throw new RowError(
      "time_out_of_range",
      `「${column}」不在 2000 到 2099 年之间：「${shown(value)}」`,
      `${column}: ${shown(value)} is not between the years 2000 and 2099`,
    );
  }
  return instant;
}

/** What nearly every export writes, read without the long expression. */
const USUAL = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)$/;

function parse(value: string, { zone, order }: TimeReading): number | null {
  const usual = USUAL.exec(value);
  if (usual) return fromDigits(usual, zone);
  const written = WRITTEN.exec(value);
  if (written) return fromWritten(written.groups as Record<string, string | undefined>, zone, order);
  const compact = COMPACT.exec(value);
  if (compact) return fromDigits(compact, zone);
  if (SERIAL.test(value)) {
    return localToInstant(zone, SERIAL_ZERO + Math.round(Number(value) * DAY_MS));
  }
  if (/^\d{10}(\.\d+)?$/.test(value)) return Math.floor(Number(value) * 1000);
  return /^\d{13}$/.test(value) ? Number(value) : null;
}

function fromDigits(
  [, year, month, day, hour, minute, second]: RegExpExecArray,
  zone: string,
): number | null {
  const clock = { hour: Number(hour ?? 0), minute: Number(minute ?? 0), second: Number(second ?? 0), ms: 0 };
  return fromLocal({ year: Number(year), month: Number(month), day: Number(day), ...clock }, zone, null);
}

function fromWritten(g: Record<string, string | undefined>, zone: string, order: DateOrder): number | null {
  const yearFirst = g.a!.length === 4;
  if (!yearFirst && (order === "ymd" || g.c!.length !== 4)) return null;
  if (yearFirst && g.c!.length > 2) return null;
  const [year, month, day] = yearFirst
    ? [g.a, g.b, g.c]
    : order === "dmy"
      ? [g.c, g.b, g.a]
      : [g.c, g.a, g.b];
  const hour = hourOf(Number(g.h ?? 0), (g.half ?? g.after)?.toLowerCase());
  if (hour === null) return null;
  return fromLocal(
    {
      year: Number(year),
      month: Number(month),
      day: Number(day),
      hour,
      minute: Number(g.m ?? 0),
      second: Number(g.s ?? 0),
      ms: Number(`${g.f ?? ""}000`.slice(0, 3)),
    },
    zone,
    g.offset ?? null,
  );
}

function hourOf(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour;
  if (hour > 12) return half === "上午" || half === "am" || half === "凌晨" ? null : hour;
  const afternoon = half === "下午" || half === "pm" || half === "晚上" || (half === "中午" && hour < 11);
  return (hour % 12) + (afternoon || (half === "中午" && hour === 12) ? 12 : 0);
}

interface LocalTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  ms: number;
}

function fromLocal(t: LocalTime, zone: string, offset: string | null): number | null {
  const endOfDay = t.hour === 24 && t.minute === 0 && t.second === 0 && t.ms === 0;
  if ((t.hour > 23 && !endOfDay) || t.minute > 59 || t.second > 59) return null;
  const localMs = Date.UTC(t.year, t.month - 1, t.day, t.hour, t.minute, t.second, t.ms);
  const midnight = new Date(Date.UTC(t.year, t.month - 1, t.day));
  if (t.year < 1000 || midnight.getUTCMonth() !== t.month - 1 || midnight.getUTCDate() !== t.day) return null;
  if (offset === null) return localToInstant(zone, localMs);
  const digits = /([+-])(\d{2}):?(\d{2})/.exec(offset);
  if (!digits) return localMs;
  const minutes = Number(digits[2]) * 60 + Number(digits[3]);
  if (minutes > 18 * 60 || Number(digits[3]) > 59) return null;
  return localMs - (digits[1] === "-" ? -minutes : minutes) * 60_000;
}
