import { maskAddress } from "../../domain/oncall/addresses.ts";
import { gapEn } from "../../domain/oncall/gap-words.ts";
import { gapsIn } from "../../domain/oncall/gaps.ts";
import type { Directory, Person } from "../../domain/oncall/types.ts";
import { type Gap, whoFor } from "../../domain/oncall/who-for.ts";
import type { NodeVersion } from "../../domain/settings/types.ts";
import type { Finding } from "./finding.ts";

/** Whom escalation stands on. */
export interface PeopleFacts {
  directory: Directory;
  fallback: readonly string[];
  nodes: readonly Pick<NodeVersion, "key" | "severity" | "owner">[];
  /** Shop time, epoch ms. */
  nowMs: number;
  timezone: string;
}

const HOUR_MS = 3_600_000;
const TONIGHT_H = 24;
/** More than this nobody reads in one line. */
const MAX_NAMED = 4;
const WHY: Record<Gap, string> = {
  nobody_on_call: "nobody is on call",
  empty_role: "nobody has the role",
  unverified: "no contact of theirs is verified",
  quiet: "quiet hours",
  unknown: "there is no such role",
  no_group: "no chat group with a robot that is enabled",
};

/** Whether a breach within the next day would find somebody. */
export function judgePeople(facts: PeopleFacts): Finding[] {
  const { directory } = facts;
  if (directory.people.size === 0) {
    const advice = "docs/ONCALL.md tells how to set up people, robots and turns.";
    return [{ name: "People", state: "so-so", found: "nobody yet: alerts light up and tell nobody", advice }];
  }
  return [
    judgeContacts(facts),
    judgeFallback(facts),
    judgeOwners(facts),
    judgeTurns(facts),
    judgeCalls(facts),
  ];
}

function judgeContacts(facts: PeopleFacts): Finding {
  const name = "Contacts";
  const wanted = new Set([
    ...facts.fallback,
    ...[...facts.directory.roles.values()].flatMap(({ members }) => members),
    ...[...facts.directory.schedules.values()].flatMap((versions) => versions.at(-1)!.participants),
  ]);
  const people = [...facts.directory.people.values()].filter(({ id, active }) => active && wanted.has(id));
  const unverified = people.flatMap(({ name: whose, contacts }) =>
    contacts
      .filter((c) => !c.verified)
      .map(({ kind, address }) => `${whose}'s ${kind} ${maskAddress(kind, address)}`),
  );
  const silent = people.filter((person) => !person.contacts.some(({ verified }) => verified));
  const found = `${people.length} people are asked, ${people.length - silent.length} of them can be reached`;
  if (silent.length === 0 && unverified.length === 0) return { name, state: "yes", found };
  const parts = [
    silent.length > 0 ? `nothing reaches ${some(silent.map((person) => person.name))}` : "",
    unverified.length > 0 ? `not verified: ${some(unverified)}` : "",
  ].filter(Boolean);
  const advice = "POST …/contacts/{id}/verify sends a code, …/confirm takes it back.";
  return { name, state: "so-so", found: `${found}; ${parts.join("; ")}`, advice };
}

function judgeFallback({ directory, fallback, nowMs }: PeopleFacts): Finding {
  const name = "Fallback";
  const { people, gap } = whoFor(
    directory,
    { fallback: [...fallback] },
    { kind: "fallback" },
    { ownerRole: "", atMs: nowMs, severity: 1, way: "voice" },
  );
  if (gap === null)
    return { name, state: "yes", found: `${some(people.map(({ person }) => person.name))} by phone` };
  const found = fallback.length === 0 ? "nobody" : `cannot be called: ${WHY[gap]}`;
  const advice = "Name somebody with a verified phone: whom no role and no turn reaches, nobody hears of.";
  return { name, state: "so-so", found, advice };
}

function judgeOwners(facts: PeopleFacts): Finding {
  const name = "Owners";
  const told = ownersOf(facts, [1, 2]);
  const missing = new Map<Gap, string[]>();
  for (const ownerRole of told) {
    const { gap } = whoFor(
      facts.directory,
      { fallback: [] },
      { kind: "owner" },
      { ownerRole, atMs: facts.nowMs, severity: 1, way: "chat" },
    );
    if (gap !== null) missing.set(gap, [...(missing.get(gap) ?? []), ownerRole]);
  }
  if (missing.size === 0)
    return { name, state: "yes", found: `all ${told.length} roles can be sent messages` };
  const parts = [...missing].map(([gap, roles]) => `${roles.join(", ")} (${WHY[gap]})`);
  const found = `messages would go to the fallback: ${parts.join("; ")}`;
  const advice = "PATCH /api/v1/roles/{key} gives a role its members and its chat group.";
  return { name, state: "so-so", found, advice };
}

function judgeTurns(facts: PeopleFacts): Finding {
  const name = "On call";
  const { directory, nowMs } = facts;
  const owners = ownersOf(facts, [1]).flatMap((key) => directory.roles.get(key) ?? []);
  const unscheduled = owners.filter(({ schedule }) => schedule === null).map(({ key }) => key);
  const asked = [...new Set(owners.flatMap(({ schedule }) => schedule ?? []))];
  const gaps = asked.flatMap((schedule) =>
    gapsIn(directory, schedule, nowMs, nowMs + TONIGHT_H * HOUR_MS).map((gap) => {
      const onCall = gap.personId === null ? null : (directory.people.get(gap.personId)?.name ?? null);
      const instead = fallbackAt(facts, gap.fromAt)?.name ?? null;
      return `${schedule}: ${gapEn(gap, { ...facts, onCall, instead })}`;
    }),
  );
  const parts = [
    ...(unscheduled.length > 0 ? [`no schedule for ${unscheduled.join(", ")}`] : []),
    ...gaps.slice(0, MAX_NAMED),
    ...(gaps.length > MAX_NAMED ? [`${gaps.length - MAX_NAMED} more`] : []),
  ];
  if (parts.length === 0)
    return { name, state: "yes", found: `somebody all through the next ${TONIGHT_H} hours` };
  const advice =
    "POST /api/v1/schedules/{key}/overrides puts somebody on call; GET /api/v1/on-call/gaps lists all.";
  return { name, state: "so-so", found: parts.join("; "), advice };
}

/** Whether a call would reach anybody at all, hour by hour, as the policies to begin with ask: owner, on call, fallback. */
function judgeCalls(facts: PeopleFacts): Finding {
  const name = "Calls tonight";
  const hours = Array.from({ length: TONIGHT_H }, (_, hour) => facts.nowMs + hour * HOUR_MS);
  const deaf = ownersOf(facts, [1]).filter((ownerRole) =>
    hours.some((atMs) =>
      (["owner", "on_call", "fallback"] as const).every(
        (kind) =>
          whoFor(
            facts.directory,
            { fallback: [...facts.fallback] },
            { kind },
            { ownerRole, atMs, severity: 1, way: "voice" },
          ).gap !== null,
      ),
    ),
  );
  if (deaf.length === 0)
    return { name, state: "yes", found: "somebody answers for every node of severity 1" };
  const found = `a call for ${deaf.join(", ")} would reach nobody`;
  const advice =
    "Give the role a member, the turns a participant, or the fallback somebody with a verified phone.";
  return { name, state: "no", found, advice };
}

function ownersOf({ nodes }: PeopleFacts, severities: readonly number[]): string[] {
  const owned = nodes.filter(({ severity }) => severity !== null && severities.includes(severity));
  return [...new Set(owned.map(({ owner }) => owner))].sort();
}

function fallbackAt({ directory, fallback }: PeopleFacts, atMs: number): Person | null {
  const { people } = whoFor(
    directory,
    { fallback: [...fallback] },
    { kind: "fallback" },
    { ownerRole: "", atMs, severity: 1, way: "voice" },
  );
  return people[0]?.person ?? null;
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMED).join(", ");
  return names.length > MAX_NAMED ? `${shown} and ${names.length - MAX_NAMED} more` : shown;
}
