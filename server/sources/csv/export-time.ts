import path from "node:path";
import { localToInstant } from "../../../domain/time/zone.ts";
import { FileError, RowError, shown } from "./problem.ts";
import { readTime } from "./time.ts";

/** For which moment a file's rows stand. */
export interface ExportTime {
  /** Epoch ms, shop time. */
  at: number;
  /** Whether the file says it to the minute. Otherwise it is read off the file's date, which a copy may have changed. */
  sure: boolean;
}

const TITLE =
  /(?:(?:导出|生成|下载)(?:时间|日期)|export(?:ed)?[ _]?(?:at|on|time|date))\s*[:：]?\s*(?<said>.*)$/i;
/** What a time is written with, at the beginning of what follows the title. */
const WRITTEN = /^[\d\-/.年月日时分秒:：\sTZ+]+/;
const TIME_OF_DAY = /\d\s*[:：时T]\s*\d|\d{14}/;

const YEAR = String.raw`(?<year>20\d\d)`;
const DATE = [
  String.raw`${YEAR}[-_.](?<month>\d{1,2})[-_.](?<day>\d{1,2})`,
  String.raw`${YEAR}年(?<month>\d{1,2})月(?<day>\d{1,2})日?`,
  String.raw`${YEAR}(?<month>\d\d)(?<day>\d\d)`,
];
const CLOCK = String.raw`(?:[-_.T\s]*(?<hour>[01]\d|2[0-3])[-_.:：时点]?(?<minute>[0-5]\d)(?:[-_.:：分]?(?<second>[0-5]\d))?[分秒]?)?`;
const IN_NAMES = DATE.map((date) => new RegExp(`(?<!\\d)${date}${CLOCK}(?!\\d)`, "g"));
const EPOCH = /(?<!\d)(1[5-9]\d{8}|[23]\d{9})(\d{3})?(?!\d)/;

const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;

/**
 * When a file was exported: as a title above its header says (导出时间：…), else as its name says
 * (订单_20261122_1030.csv), else when it was last changed. A date alone means the file's own time where that lies on
 * that day, else the day's last second.
 * @param above the rows above the header
 * @param modifiedMs when the file was last changed, epoch ms
 * @throws FileError for a title that says no time that exists
 */
export function exportTimeOf(
  file: string,
  above: readonly (readonly string[])[],
  modifiedMs: number,
  zone: string,
): ExportTime {
  const name = path.basename(file);
  return (
    fromTitle(name, above, modifiedMs, zone) ??
    fromName(name, modifiedMs, zone) ?? { at: Math.floor(modifiedMs), sure: false }
  );
}

function fromTitle(
  name: string,
  above: readonly (readonly string[])[],
  modifiedMs: number,
  zone: string,
): ExportTime | null {
  for (const cells of above) {
    const at = cells.findIndex((cell) => TITLE.test(cell));
    if (at === -1) continue;
    const beside = cells.slice(at + 1).find((cell) => cell.trim() !== "") ?? "";
    const said = TITLE.exec(cells[at]!)!.groups!.said!.trim() || beside.trim();
    const written = (WRITTEN.exec(said)?.[0] ?? said).trim();
    try {
      const instant = readTime("导出时间", written, { zone, order: "ymd" });
      return TIME_OF_DAY.test(written) ? { at: instant, sure: true } : withinDay(instant, modifiedMs);
    } catch (error) {
      if (!(error instanceof RowError)) throw error;
      throw new FileError(
        "bad_export_time",
        `「${name}」表头上方写的导出时间「${shown(said)}」看不懂，请改成 2026-03-01 12:00:00，或用 --exported-at 说明`,
        `${name}: the export time above its header, ${shown(said)}, cannot be read; write it like 2026-03-01 12:00:00 or give --exported-at`,
      );
    }
  }
  return null;
}

function fromName(name: string, modifiedMs: number, zone: string): ExportTime | null {
  const found = IN_NAMES.flatMap((pattern) => [...name.matchAll(pattern)])
    .map((match) => match.groups as Record<string, string | undefined>)
    .map((groups) => ({ groups, midnight: midnightOf(groups, zone) }))
    .filter(({ midnight }) => midnight !== null);
  const exact = found.findLast(({ groups }) => groups.hour !== undefined);
  if (exact) return { at: localOf(exact.groups, zone)!, sure: true };
  const epoch = EPOCH.exec(name);
  if (epoch) return { at: Number(epoch[1]) * SECOND_MS + Number(epoch[2] ?? 0), sure: true };
  const day = found.at(-1);
  return day ? withinDay(day.midnight!, modifiedMs) : null;
}

function midnightOf(groups: Record<string, string | undefined>, zone: string): number | null {
  return localOf({ year: groups.year, month: groups.month, day: groups.day }, zone);
}

/** Null for a day that does not exist. */
function localOf(groups: Record<string, string | undefined>, zone: string): number | null {
  const [year, month, day] = [groups.year, groups.month, groups.day].map(Number) as [number, number, number];
  const midnight = new Date(Date.UTC(year, month - 1, day));
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return null;
  const { hour = 0, minute = 0, second = 0 } = groups;
  return localToInstant(zone, Date.UTC(year, month - 1, day, Number(hour), Number(minute), Number(second)));
}

function withinDay(midnight: number, modifiedMs: number): ExportTime {
  const sameDay = modifiedMs >= midnight && modifiedMs < midnight + DAY_MS;
  return { at: sameDay ? Math.floor(modifiedMs) : midnight + DAY_MS - SECOND_MS, sure: false };
}
