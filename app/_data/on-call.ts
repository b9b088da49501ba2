import "server-only";
import { maskAddress } from "../../domain/oncall/addresses.ts";
import { onCallSpans } from "../../domain/oncall/spans.ts";
import type { Directory, Person } from "../../domain/oncall/types.ts";
import { versionAt } from "../../domain/settings/history.ts";
import { readDirectory } from "../../server/queries/directory.ts";
import { readGaps } from "../../server/queries/on-call.ts";
import type { OnCallData, ShownPerson, ShownRole, ShownSchedule } from "../_ui/desk/oncall/types.ts";
import { webContext } from "./context.ts";

/** How far ahead gaps are shown. */
const AHEAD_DAYS = 7;
const AHEAD_MS = AHEAD_DAYS * 86_400_000;

/** Who is on call now and through the coming week, and who can be reached how. No whole address leaves the server. */
export async function onCallPage(locale: string): Promise<OnCallData> {
  const context = webContext();
  const [directory, { settings }, { fromMs: nowMs, gaps }] = await Promise.all([
    readDirectory(context),
    context.rules.get(),
    readGaps(context, AHEAD_DAYS),
  ]);
  const nameOf = (id: string) => directory.people.get(id)?.name;
  const fallback = settings.fallback.flatMap((id) => nameOf(id) ?? []);
  const schedules = [...directory.schedules].map(([key, versions]): ShownSchedule => {
    const { nameZh, nameEn } = versionAt(versions, nowMs);
    return {
      key,
      nameZh,
      nameEn,
      roles: [...directory.roles.values()].filter(({ schedule }) => schedule === key).map(namesOf),
      spans: onCallSpans(directory, key, nowMs, nowMs + AHEAD_MS).map((span) => ({
        fromAt: span.fromAt,
        toAt: span.toAt,
        name: span.personId === null ? null : (nameOf(span.personId) ?? null),
        override: span.overrideId !== null,
      })),
      gaps: gaps
        .filter((gap) => gap.schedule === key)
        .map((gap) => ({ fromAt: gap.fromAt, words: locale === "en" ? gap.en : gap.zh })),
    };
  });
  return {
    asOf: new Date(nowMs).toISOString(),
    untilMs: nowMs + AHEAD_MS,
    schedules,
    roles: rolesOf(directory),
    people: [...directory.people.values()]
      .map(shownPerson)
      .sort((a, b) => a.name.localeCompare(b.name, "zh-CN")),
    fallback,
  };
}

const namesOf = ({ nameZh, nameEn }: { nameZh: string; nameEn: string }) => ({ nameZh, nameEn });

function rolesOf({ roles, people, groups }: Directory): ShownRole[] {
  return [...roles.values()].map((role) => ({
    key: role.key,
    ...namesOf(role),
    members: role.members.flatMap((id) => people.get(id)?.name ?? []),
    group: role.groupKey === null ? null : (groups.get(role.groupKey)?.name ?? null),
    schedule: role.schedule,
  }));
}

function shownPerson({ id, name, active, quiet, contacts }: Person): ShownPerson {
  return {
    id,
    name,
    active,
    quiet: quiet && `${quiet.from}–${quiet.to}`,
    contacts: contacts.map((contact) => ({
      id: contact.id,
      kind: contact.kind,
      address: maskAddress(contact.kind, contact.address),
      verified: contact.verified,
    })),
  };
}
