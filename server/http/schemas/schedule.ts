import { z } from "@hono/zod-openapi";
import type { ScheduleOverride, ScheduleVersion } from "../../../domain/oncall/types.ts";
import { GAPS } from "../../../domain/oncall/who-for.ts";
import type { NamedGap } from "../../queries/on-call.ts";

const instant = z.iso.datetime();
const person = z.object({ id: z.string(), name: z.string() });

export const scheduleVersionSchema = z
  .object({
    key: z.string(),
    nameZh: z.string(),
    nameEn: z.string(),
    timezone: z.string(),
    rotation: z.object({
      every: z.enum(["day", "week", "hours"]),
      hours: z.number().int().optional(),
    }),
    startAt: instant.describe("the first turn begins then; hand-overs keep its local time of day"),
    participants: z.array(z.string()).describe("ids of people, by turns"),
    windows: z
      .array(z.object({ from: z.string(), to: z.string() }))
      .nullable()
      .describe("daily hours in which somebody is on call; null: always"),
    validFrom: instant,
  })
  .openapi("ScheduleVersion");

export const overrideSchema = z
  .object({
    id: z.string(),
    schedule: z.string(),
    personId: z.string(),
    insteadOf: z.string().nullable().describe("null: of whoever it would be, also where nobody is on call"),
    from: instant,
    to: instant,
    note: z.string().nullable(),
  })
  .openapi("ScheduleOverride");

export const gapSchema = z
  .object({
    schedule: z.string(),
    roles: z.array(z.string()).describe("roles that ask this schedule"),
    from: instant,
    to: instant,
    reason: z.enum(GAPS),
    onCall: z.string().nullable().describe("who is on call and cannot be called; null: nobody is"),
    instead: z.string().nullable().describe("who is called instead; null: no call would reach anybody"),
    zh: z.string().describe("今晚 22:00 到明早 8:00 没人值班，出事会打给赵总"),
    en: z.string(),
  })
  .openapi("OnCallGap");

export const onCallSchema = z
  .object({
    schedule: z.string(),
    from: instant,
    to: instant,
    spans: z.array(
      z.object({
        from: instant,
        to: instant,
        person: person.nullable().describe("null: nobody is on call"),
        overrideId: z.string().nullable(),
      }),
    ),
    gaps: z.array(gapSchema),
  })
  .openapi("OnCall");

const iso = (ms: number) => new Date(ms).toISOString();

export function presentVersion(version: ScheduleVersion): z.infer<typeof scheduleVersionSchema> {
  return { ...version, startAt: iso(version.startAt), validFrom: iso(version.validFrom) };
}

export function presentOverride(override: ScheduleOverride): z.infer<typeof overrideSchema> {
  const { fromAt, toAt, ...rest } = override;
  return { ...rest, from: iso(fromAt), to: iso(toAt) };
}

export function presentGap({ fromAt, toAt, ...gap }: NamedGap): z.infer<typeof gapSchema> {
  return { ...gap, from: iso(fromAt), to: iso(toAt) };
}
