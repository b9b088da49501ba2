import type { EscalationSettings, StepTarget } from "../escalation/types.ts";
import { onCallAt } from "./on-call.ts";
import { isQuiet } from "./quiet.ts";
import type { Contact, ContactKind, Directory, Group, Person } from "./types.ts";

/** Why nobody of those a step names can be told. */
export const GAPS = [
  "nobody_on_call",
  "empty_role",
  "unverified",
  "quiet",
  /** The role, person or schedule does not exist any more. */
  "unknown",
  /** A message, and no group of theirs has a robot that works. */
  "no_group",
] as const;
export type Gap = (typeof GAPS)[number];

export interface WhoFor {
  /** In the order in which they are asked; contact null: told in the group without being named. */
  people: { person: Person; contact: Contact | null }[];
  /** The group that a message goes to, even when `people` is empty and nobody is left to name; null for calls. */
  groupKey: string | null;
  /** Why `people` is empty; null: it is not. */
  gap: Gap | null;
}

export interface Circumstances {
  /** The role that owns the node. */
  ownerRole: string;
  /** Shop time, epoch ms. */
  atMs: number;
  severity: 1 | 2 | 3;
  way: "chat" | "voice";
}

type Named = { ids: readonly string[] } | { gap: Gap };

/**
 * Who is told when a step says so, at an instant. When `people` is empty the caller asks for the fallback at once, and
 * keeps `gap` as the reason; when even that is empty and there is a group, the message goes there naming nobody.
 * Quiet hours: a call passes over whoever has them (the fallback only when another one of it has none); a message
 * still goes to the group, and does not name them.
 */
export function whoFor(
  directory: Directory,
  settings: Pick<EscalationSettings, "fallback">,
  target: StepTarget,
  circumstances: Circumstances,
): WhoFor {
  const { way } = circumstances;
  const group = way === "chat" ? groupFor(directory, target, circumstances.ownerRole) : null;
  const groupKey = group?.key ?? null;
  if (way === "chat" && !group) return { people: [], groupKey, gap: "no_group" };
  const named = namedBy(directory, settings, target, circumstances);
  if ("gap" in named) return { people: [], groupKey, gap: named.gap };
  const known = named.ids.flatMap((id) => directory.people.get(id) ?? []);
  const active = known.filter((person) => person.active);
  if (active.length === 0) return { people: [], groupKey, gap: gapOfAbsence(target) };
  const found = group
    ? inGroup(group, active, circumstances)
    : byPhone(active, circumstances, target.kind === "fallback");
  return { ...found, groupKey };
}

function namedBy(
  directory: Directory,
  settings: Pick<EscalationSettings, "fallback">,
  target: StepTarget,
  { ownerRole, atMs }: Circumstances,
): Named {
  switch (target.kind) {
    case "person":
      return { ids: [target.personId] };
    case "fallback":
      return { ids: settings.fallback };
    case "schedule":
      return directory.schedules.has(target.schedule)
        ? turnOf(directory, target.schedule, atMs)
        : { gap: "unknown" };
    case "on_call": {
      const role = directory.roles.get(ownerRole);
      if (!role) return { gap: "unknown" };
      return role.schedule === null ? { gap: "nobody_on_call" } : turnOf(directory, role.schedule, atMs);
    }
    default: {
      const role = directory.roles.get(target.kind === "role" ? target.role : ownerRole);
      return role ? { ids: role.members } : { gap: "unknown" };
    }
  }
}

function turnOf(directory: Directory, schedule: string, atMs: number): Named {
  const personId = onCallAt(directory, schedule, atMs);
  return personId === null ? { gap: "nobody_on_call" } : { ids: [personId] };
}

/** What it is when none of those named is there any more. */
function gapOfAbsence({ kind }: StepTarget): Gap {
  if (kind === "person") return "unknown";
  return kind === "schedule" || kind === "on_call" ? "nobody_on_call" : "empty_role";
}

function byPhone(
  people: readonly Person[],
  { atMs, severity }: Circumstances,
  isLast: boolean,
): Pick<WhoFor, "people" | "gap"> {
  const reachable = people.flatMap((person) => {
    const contact = verifiedContact(person, ["phone"]);
    return contact ? [{ person, contact }] : [];
  });
  if (reachable.length === 0) return { people: [], gap: "unverified" };
  const awake = reachable.filter(({ person }) => !isQuiet(person, atMs, severity));
  if (awake.length > 0) return { people: awake, gap: null };
  return isLast ? { people: reachable, gap: null } : { people: [], gap: "quiet" };
}

function inGroup(
  { kinds }: Group,
  people: readonly Person[],
  { atMs, severity }: Circumstances,
): Pick<WhoFor, "people" | "gap"> {
  const speaks = kinds.filter((kind) => kind !== "webhook");
  const known = people.map((person) => ({ person, contact: verifiedContact(person, speaks) }));
  // Where the group's robots can name nobody, that nobody is named is no gap.
  if (speaks.length > 0 && known.every(({ contact }) => contact === null))
    return { people: [], gap: "unverified" };
  const told = known.map(({ person, contact }) => ({
    person,
    contact: isQuiet(person, atMs, severity) ? null : contact,
  }));
  return { people: told, gap: null };
}

/** The first contact of these kinds that counts; the kinds are asked in their order. */
export function verifiedContact({ contacts }: Person, kinds: readonly ContactKind[]): Contact | null {
  for (const kind of kinds) {
    const found = contacts.find((contact) => contact.kind === kind && contact.verified);
    if (found) return found;
  }
  return null;
}

/**
 * The group that a message goes to: the target's own, else the node's owner's. What goes to the fallback goes to the
 * owner's group first, which is whom it concerns, and then to any group at all.
 */
function groupFor({ roles, groups }: Directory, target: StepTarget, ownerRole: string): Group | null {
  const all = [...roles.values()];
  const groupOf = (key: string | null | undefined) => (key ? groups.get(key) : undefined);
  const firstOf = (keys: (string | null)[]) => keys.map(groupOf).find((group) => group !== undefined);
  const owners = groupOf(roles.get(ownerRole)?.groupKey);
  switch (target.kind) {
    case "role":
      return groupOf(roles.get(target.role)?.groupKey) ?? null;
    case "owner":
    case "on_call":
      return owners ?? null;
    case "schedule":
      return (
        firstOf(all.filter((r) => r.schedule === target.schedule).map((r) => r.groupKey)) ?? owners ?? null
      );
    case "person": {
      const own = all.filter((role) => role.members.includes(target.personId));
      return firstOf(own.map((role) => role.groupKey)) ?? owners ?? null;
    }
    case "fallback":
      return owners ?? groups.values().next().value ?? null;
  }
}
