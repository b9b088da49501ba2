import { readDirectory } from "../../db/stores/directory.ts";
import { readEscalationSettings } from "../../db/stores/escalation-settings.ts";
import type { EscalationSettings } from "../../domain/escalation/types.ts";
import { gapEn, gapZh } from "../../domain/oncall/gap-words.ts";
import { gapsIn, type OnCallGap } from "../../domain/oncall/gaps.ts";
import { onCallSpans } from "../../domain/oncall/spans.ts";
import type { Directory } from "../../domain/oncall/types.ts";
import { whoFor } from "../../domain/oncall/who-for.ts";
import { findSchedule } from "../commands/change-schedules.ts";
import type { Context } from "../platform/context.ts";

const DAY_MS = 86_400_000;

/** A gap with the names of whom it concerns. Instants are epoch ms of shop time. */
export interface NamedGap extends Omit<OnCallGap, "personId"> {
  schedule: string;
  /** Keys of the roles that ask this schedule. */
  roles: string[];
  /** Who is on call and cannot be called; null: nobody is. */
  onCall: string | null;
  /** Who is called instead; null: nobody can be. */
  instead: string | null;
  zh: string;
  en: string;
}

/** A role of which nobody is ever on call. */
export interface Unscheduled {
  role: string;
  nameZh: string;
  nameEn: string;
}

/**
 * Who is on call for a schedule within [fromMs, toMs), and where nobody can be called.
 * @throws Refusal when there is no such schedule
 */
export async function readOnCall(
  context: Pick<Context, "sql" | "clock" | "env">,
  schedule: string,
  fromMs: number,
  toMs: number,
) {
  const { sql } = context;
  const [directory, settings] = await Promise.all([readDirectory(sql), readEscalationSettings(sql)]);
  findSchedule(directory, schedule);
  const spans = onCallSpans(directory, schedule, fromMs, toMs).map(({ personId, overrideId, ...span }) => ({
    ...span,
    overrideId,
    person: personId === null ? null : { id: personId, name: nameOf(directory, personId) },
  }));
  return { spans, gaps: nameGaps(context, directory, settings, schedule, fromMs, toMs) };
}

/** Every gap of the coming days, over all schedules, the nearest first. */
export async function readGaps(
  context: Pick<Context, "sql" | "clock" | "env">,
  days: number,
): Promise<{ fromMs: number; toMs: number; gaps: NamedGap[]; unscheduled: Unscheduled[] }> {
  const { sql, clock } = context;
  const [directory, settings] = await Promise.all([readDirectory(sql), readEscalationSettings(sql)]);
  const fromMs = clock.shopNow();
  const toMs = fromMs + days * DAY_MS;
  const gaps = [...directory.schedules.keys()].flatMap((schedule) =>
    nameGaps(context, directory, settings, schedule, fromMs, toMs),
  );
  const unscheduled = [...directory.roles.values()].filter(({ schedule }) => schedule === null);
  return {
    fromMs,
    toMs,
    gaps: gaps.sort((a, b) => a.fromAt - b.fromAt),
    unscheduled: unscheduled.map(({ key, nameZh, nameEn }) => ({ role: key, nameZh, nameEn })),
  };
}

function nameGaps(
  { clock, env }: Pick<Context, "clock" | "env">,
  directory: Directory,
  settings: EscalationSettings,
  schedule: string,
  fromMs: number,
  toMs: number,
): NamedGap[] {
  const asking = [...directory.roles.values()].filter((role) => role.schedule === schedule);
  const roles = asking.map(({ key }) => key);
  return gapsIn(directory, schedule, fromMs, toMs).map(({ personId, ...gap }) => {
    const fallback = whoFor(
      directory,
      settings,
      { kind: "fallback" },
      { ownerRole: roles[0] ?? "", atMs: gap.fromAt, severity: 1, way: "voice" },
    );
    const onCall = personId === null ? null : nameOf(directory, personId);
    const instead = fallback.people[0]?.person.name ?? null;
    const told = { nowMs: clock.shopNow(), timezone: env.timezone, onCall, instead };
    return { schedule, roles, ...gap, onCall, instead, zh: gapZh(gap, told), en: gapEn(gap, told) };
  });
}

function nameOf({ people }: Directory, id: string): string {
  return people.get(id)?.name ?? "?";
}
