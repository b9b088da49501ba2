import type { Contact, Directory, Person, Role, ScheduleVersion } from "../types.ts";

const HOUR_MS = 3_600_000;

let counted = 0;

export function contactOf(kind: Contact["kind"], more: Partial<Contact> = {}): Contact {
  return { id: `contact-${counted++}`, kind, address: "+8613800000001", verified: true, ...more };
}

/** Somebody whom a call and DingTalk reach. */
export function personOf(id: string, more: Partial<Person> = {}): Person {
  const contacts = [contactOf("dingtalk"), contactOf("phone")];
  return { id, name: id, language: "zh-CN", active: true, quiet: null, contacts, ...more };
}

export function roleOf(key: string, more: Partial<Role> = {}): Role {
  return { key, nameZh: key, nameEn: key, groupKey: null, schedule: null, members: [], ...more };
}

/** A daily turn from 08:00 to 08:00 in Shanghai. */
export function scheduleOf(key: string, more: Partial<ScheduleVersion> = {}): ScheduleVersion {
  return {
    key,
    nameZh: key,
    nameEn: key,
    timezone: "Asia/Shanghai",
    rotation: { every: "day" },
    startAt: Date.UTC(2026, 10, 2, 8) - 8 * HOUR_MS,
    participants: [],
    windows: null,
    validFrom: 0,
    ...more,
  };
}

/** A directory of what is given; the group `ops` has a DingTalk robot. */
export function directoryOf(parts: {
  people?: Person[];
  roles?: Role[];
  schedules?: ScheduleVersion[];
  overrides?: Directory["overrides"];
  groups?: Directory["groups"];
}): Directory {
  const schedules = new Map<string, ScheduleVersion[]>();
  for (const version of parts.schedules ?? [])
    schedules.set(version.key, [...(schedules.get(version.key) ?? []), version]);
  return {
    people: new Map((parts.people ?? []).map((person) => [person.id, person])),
    roles: new Map((parts.roles ?? []).map((role) => [role.key, role])),
    schedules,
    overrides: parts.overrides ?? [],
    groups: parts.groups ?? new Map([["ops", { key: "ops", name: "运营群", kinds: ["dingtalk"] }]]),
  };
}
