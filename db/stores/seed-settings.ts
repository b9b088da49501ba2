// CommonJS whose names Node cannot see: only its default import works everywhere.
import chineseDays from "chinese-days";
import { defaultClocks, defaultNodes } from "../../domain/settings/defaults.ts";
import { defaultWatches } from "../../domain/watch/defaults.ts";
import { textArray } from "../array.ts";
import { LOCKS } from "../lock-numbers.ts";
import type { Sql } from "../sql.ts";
import { seedRoles } from "./roles.ts";
import { bumpRevision, insertClockVersion, insertNodeVersion } from "./settings.ts";

/** The years whose holidays the State Council has published in the calendar package. */
const FIRST_YEAR = 2010;
const LAST_YEAR = 2027;

/**
 * Puts in the nodes, watches and clocks to begin with, and brings the calendar up to the package's. What is there stays:
 * a shop's own settings are never written over.
 */
export async function seedDefaults(sql: Sql, timezone: string): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${LOCKS.beginning})`;
    const [seeded] = await tx`
      insert into settings_revision (one, revision) values (1, 1) on conflict do nothing returning one`;
    if (seeded) {
      for (const node of [...defaultNodes(timezone), ...defaultWatches(timezone)])
        await insertNodeVersion(tx, node);
      for (const clock of defaultClocks(timezone)) await insertClockVersion(tx, clock);
    }
    await seedRoles(tx);
    const days = calendarDays();
    const added = await tx`
      insert into calendar_days (day, kind, name)
      select * from unnest(${textArray(days.map((d) => d.day))}::date[], ${textArray(days.map((d) => d.kind))}::text[],
        ${textArray(days.map((d) => d.name))}::text[])
      on conflict (day) do nothing
      returning day`;
    if (added.length > 0 && !seeded) await bumpRevision(tx);
  });
}

/** Every day on which the Chinese working week is not what the weekday says. */
function calendarDays(): { day: string; kind: "holiday" | "make_up"; name: string }[] {
  const days: { day: string; kind: "holiday" | "make_up"; name: string }[] = [];
  for (let at = Date.UTC(FIRST_YEAR, 0, 1); at < Date.UTC(LAST_YEAR + 1, 0, 1); at += 86_400_000) {
    const date = new Date(at);
    const day = date.toISOString().slice(0, 10);
    const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6;
    const { work, name } = chineseDays.getDayDetail(day);
    if (work === !weekend) continue;
    days.push({ day, kind: work ? "make_up" : "holiday", name: name.split(",")[1] ?? name });
  }
  return days;
}
