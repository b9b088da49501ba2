import { describe, expect, it } from "vitest";
import { contactOf, directoryOf, personOf, roleOf, scheduleOf } from "./testing/directory.ts";
import type { Group, Person, RobotKind } from "./types.ts";
import { type Circumstances, type WhoFor, whoFor } from "./who-for.ts";

const at = (text: string) => Date.parse(`${text}:00+08:00`);
const NOON = at("2026-11-02T12:00");
const NIGHT = at("2026-11-02T23:30");

const quiet = { from: "22:00", to: "07:00", timezone: "Asia/Shanghai", bypassSeverity: 1 as const };
const mute = { ...quiet, bypassSeverity: 0 as const };
const unverified = [contactOf("dingtalk", { verified: false }), contactOf("phone", { verified: false })];

const groupsOf = (...groups: [key: string, kinds: RobotKind[]][]) =>
  new Map<string, Group>(groups.map(([key, kinds]) => [key, { key, name: key, kinds }]));

/** 王磊 leads a team of two; 赵总 is the fallback. */
function shop(more: { wang?: Partial<Person>; li?: Partial<Person>; zhao?: Partial<Person> } = {}) {
  return {
    people: [personOf("wang", more.wang), personOf("li", more.li), personOf("zhao", more.zhao)],
    roles: [roleOf("lead", { groupKey: "ops", schedule: "night", members: ["wang", "li"] }), roleOf("empty")],
    schedules: [
      scheduleOf("night", { participants: ["li", "wang"], windows: [{ from: "20:00", to: "08:00" }] }),
    ],
  };
}

function ask(
  parts: Parameters<typeof directoryOf>[0],
  target: Parameters<typeof whoFor>[2],
  more: Partial<Circumstances> = {},
) {
  const circumstances: Circumstances = {
    ownerRole: "lead",
    atMs: NOON,
    severity: 1,
    way: "voice",
    ...more,
  };
  return brief(whoFor(directoryOf(parts), { fallback: ["zhao"] }, target, circumstances));
}

/** Names, in brackets who is not named by a contact. */
function brief({ people, groupKey, gap }: WhoFor) {
  const names = people.map(({ person, contact }) => (contact ? person.id : `(${person.id})`));
  return [names.join(" "), groupKey, gap];
}

describe("a call", () => {
  it("goes to the owners in their order, then to whoever is on call, then to the fallback", () => {
    expect(ask(shop(), { kind: "owner" })).toEqual(["wang li", null, null]);
    expect(ask(shop(), { kind: "on_call" }, { atMs: NIGHT })).toEqual(["li", null, null]);
    expect(ask(shop(), { kind: "schedule", schedule: "night" }, { atMs: NIGHT })).toEqual(["li", null, null]);
    expect(ask(shop(), { kind: "person", personId: "li" })).toEqual(["li", null, null]);
    expect(ask(shop(), { kind: "fallback" })).toEqual(["zhao", null, null]);
  });

  it("finds nobody, and says why", () => {
    expect(ask(shop(), { kind: "on_call" })).toEqual(["", null, "nobody_on_call"]);
    expect(ask(shop(), { kind: "on_call" }, { ownerRole: "empty" })).toEqual(["", null, "nobody_on_call"]);
    expect(ask(shop(), { kind: "role", role: "empty" })).toEqual(["", null, "empty_role"]);
    for (const target of [
      { kind: "role", role: "gone" },
      { kind: "person", personId: "gone" },
      { kind: "schedule", schedule: "gone" },
    ] as const)
      expect(ask(shop(), target)).toEqual(["", null, "unknown"]);
    expect(ask(shop({ zhao: { contacts: [] } }), { kind: "fallback" })).toEqual(["", null, "unverified"]);
  });

  it("passes over whoever has no verified phone, or is not there any more", () => {
    expect(ask(shop({ wang: { contacts: unverified } }), { kind: "owner" })).toEqual(["li", null, null]);
    const both = { wang: { contacts: unverified }, li: { contacts: [contactOf("dingtalk")] } };
    expect(ask(shop(both), { kind: "owner" })).toEqual(["", null, "unverified"]);
    const left = { wang: { active: false }, li: { active: false } };
    expect(ask(shop(left), { kind: "owner" })).toEqual(["", null, "empty_role"]);
    expect(ask(shop(left), { kind: "person", personId: "li" })).toEqual(["", null, "unknown"]);
    expect(ask(shop(left), { kind: "on_call" }, { atMs: NIGHT })).toEqual(["", null, "nobody_on_call"]);
  });

  it("leaves quiet hours alone, but for what is severe enough", () => {
    const night = { atMs: NIGHT };
    expect(ask(shop({ wang: { quiet } }), { kind: "owner" }, night)).toEqual(["wang li", null, null]);
    expect(ask(shop({ wang: { quiet } }), { kind: "owner" }, { ...night, severity: 2 })).toEqual([
      "li",
      null,
      null,
    ]);
    expect(ask(shop({ wang: { quiet: mute }, li: { quiet: mute } }), { kind: "owner" }, night)).toEqual([
      "",
      null,
      "quiet",
    ]);
    expect(ask(shop({ wang: { quiet: mute } }), { kind: "owner" })).toEqual(["wang li", null, null]);
  });

  it("rings at a fallback that is quiet rather than nowhere", () => {
    const night = { atMs: NIGHT };
    const people = shop({ zhao: { quiet: mute } });
    expect(ask(people, { kind: "fallback" }, night)).toEqual(["zhao", null, null]);
    const two = whoFor(
      directoryOf(people),
      { fallback: ["zhao", "li"] },
      { kind: "fallback" },
      { ownerRole: "lead", severity: 1, way: "voice", ...night },
    );
    expect(brief(two)).toEqual(["li", null, null]);
  });
});

describe("a message", () => {
  const chat = { way: "chat" } as const;

  it("goes to the owners' group and names them", () => {
    expect(ask(shop(), { kind: "owner" }, chat)).toEqual(["wang li", "ops", null]);
    expect(ask(shop(), { kind: "person", personId: "zhao" }, chat)).toEqual(["zhao", "ops", null]);
    expect(ask(shop(), { kind: "schedule", schedule: "night" }, { ...chat, atMs: NIGHT })).toEqual([
      "li",
      "ops",
      null,
    ]);
  });

  it("does not name whoever has quiet hours, and still goes", () => {
    const wang = shop({ wang: { quiet } });
    expect(ask(wang, { kind: "owner" }, { ...chat, atMs: NIGHT, severity: 2 })).toEqual([
      "(wang) li",
      "ops",
      null,
    ]);
    expect(ask(wang, { kind: "owner" }, { ...chat, atMs: NIGHT })).toEqual(["wang li", "ops", null]);
  });

  it("that could name nobody goes to the fallback, in the same group", () => {
    const both = shop({ wang: { contacts: unverified }, li: { contacts: [contactOf("wecom")] } });
    expect(ask(both, { kind: "owner" }, chat)).toEqual(["", "ops", "unverified"]);
    expect(ask(both, { kind: "fallback" }, chat)).toEqual(["zhao", "ops", null]);
    const one = shop({ wang: { contacts: unverified } });
    expect(ask(one, { kind: "owner" }, chat)).toEqual(["(wang) li", "ops", null]);
  });

  it("through a webhook names nobody, and that is no gap", () => {
    const parts = { ...shop({ wang: { contacts: [] } }), groups: groupsOf(["ops", ["webhook"]]) };
    expect(ask(parts, { kind: "owner" }, chat)).toEqual(["(wang) (li)", "ops", null]);
  });

  it("takes the contact that the group's robots can name", () => {
    const li = { contacts: [contactOf("wecom", { id: "w" }), contactOf("dingtalk", { id: "d" })] };
    const found = whoFor(
      directoryOf({ ...shop({ li }), groups: groupsOf(["ops", ["dingtalk"]]) }),
      { fallback: [] },
      { kind: "person", personId: "li" },
      { ownerRole: "lead", atMs: NOON, severity: 1, way: "chat" },
    );
    expect(found.people[0]!.contact!.id).toBe("d");
  });

  it("without a group of their own goes to the fallback in any group that can speak", () => {
    const parts = { ...shop(), groups: groupsOf(["other", ["dingtalk"]]) };
    expect(ask(parts, { kind: "owner" }, chat)).toEqual(["", null, "no_group"]);
    expect(ask(parts, { kind: "fallback" }, chat)).toEqual(["zhao", "other", null]);
    expect(ask({ ...shop(), groups: groupsOf() }, { kind: "fallback" }, chat)).toEqual([
      "",
      null,
      "no_group",
    ]);
  });

  it("for a role that nobody has still knows its group", () => {
    const parts = { ...shop(), roles: [roleOf("lead", { groupKey: "ops" })] };
    expect(ask(parts, { kind: "owner" }, chat)).toEqual(["", "ops", "empty_role"]);
    const nobody = whoFor(
      directoryOf(parts),
      { fallback: [] },
      { kind: "fallback" },
      { ownerRole: "lead", atMs: NOON, severity: 2, way: "chat" },
    );
    expect(brief(nobody)).toEqual(["", "ops", "empty_role"]);
  });
});
