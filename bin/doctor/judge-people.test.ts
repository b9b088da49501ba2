import { expect, test } from "vitest";
import {
  contactOf,
  directoryOf,
  personOf,
  roleOf,
  scheduleOf,
} from "../../domain/oncall/testing/directory.ts";
import { judgePeople, type PeopleFacts } from "./judge-people.ts";
import { type ChannelFacts, judgeChannels } from "./judge-robots.ts";

const NOW = Date.parse("2026-11-02T12:00:00+08:00");

function findings({ fallback, ...parts }: Parameters<typeof directoryOf>[0] & { fallback?: string[] } = {}) {
  const facts: PeopleFacts = {
    directory: directoryOf({
      people: [personOf("王磊"), personOf("李敏"), personOf("赵总")],
      roles: [
        roleOf("lead", { members: ["王磊"], groupKey: "ops", schedule: "night" }),
        roleOf("buyer", { members: ["李敏"], groupKey: "ops" }),
      ],
      schedules: [scheduleOf("night", { participants: ["王磊", "李敏"] })],
      ...parts,
    }),
    fallback: fallback ?? ["赵总"],
    nodes: [
      { key: "packed", severity: 1, owner: "lead" },
      { key: "awaiting_stock", severity: 2, owner: "buyer" },
      { key: "awaiting_payment", severity: 3, owner: "nobody" },
    ],
    nowMs: NOW,
    timezone: "Asia/Shanghai",
  };
  return new Map(judgePeople(facts).map((finding) => [finding.name, finding]));
}

const unverified = (id: string) =>
  personOf(id, { contacts: [contactOf("phone", { verified: false, address: "+8613800000009" })] });

test("a shop that reaches everybody is well", () => {
  const all = findings();
  expect([...all.values()].map(({ name, state }) => [name, state])).toEqual([
    ["Contacts", "yes"],
    ["Fallback", "yes"],
    ["Owners", "yes"],
    ["On call", "yes"],
    ["Calls tonight", "yes"],
  ]);
  expect(all.get("Fallback")!.found).toBe("赵总 by phone");
});

test("a shop without people is told how to begin, and is not broken", () => {
  const all = findings({ people: [], roles: [], schedules: [] });
  expect([...all.keys()]).toEqual(["People"]);
  expect(all.get("People")).toMatchObject({
    state: "so-so",
    advice: expect.stringContaining("docs/ONCALL.md"),
  });
});

test("contacts that do not count are told, masked", () => {
  const all = findings({ people: [unverified("王磊"), personOf("李敏"), personOf("赵总")] });
  expect(all.get("Contacts")).toMatchObject({
    state: "so-so",
    found:
      "3 people are asked, 2 of them can be reached; nothing reaches 王磊; not verified: 王磊's phone 138****0009",
  });
  expect(all.get("Owners")!.found).toBe(
    "messages would go to the fallback: lead (no contact of theirs is verified)",
  );
  expect(all.get("On call")!.found).toBe(
    "night: 王磊 is on call without a verified phone from 12:00 today to 08:00 tomorrow; 赵总 would be called",
  );
  expect(all.get("Calls tonight")!.state).toBe("yes");
});

test("hours that nobody covers are told before they come", () => {
  const night = scheduleOf("night", { participants: ["王磊"], windows: [{ from: "08:00", to: "22:00" }] });
  expect(findings({ schedules: [night] }).get("On call")).toMatchObject({
    state: "so-so",
    found: "night: Nobody is on call from 22:00 today to 08:00 tomorrow; 赵总 would be called",
  });
  const roles = [roleOf("lead", { members: ["王磊"], groupKey: "ops" }), roleOf("buyer")];
  const all = findings({ roles });
  expect(all.get("On call")!.found).toBe("no schedule for lead");
  expect(all.get("Owners")!.found).toContain("buyer (no chat group with a robot that is enabled)");
});

test("a call that would reach nobody fails", () => {
  const people = [unverified("王磊"), unverified("李敏"), unverified("赵总")];
  const all = findings({ people });
  expect(all.get("Calls tonight")).toMatchObject({
    state: "no",
    found: "a call for lead would reach nobody",
  });
  expect(all.get("Fallback")!.found).toBe("cannot be called: no contact of theirs is verified");
  expect(findings({ fallback: [] }).get("Fallback")).toMatchObject({ state: "so-so", found: "nobody" });
});

test("robots that say nothing and missing telephone companies are told", () => {
  const robot = {
    groupKey: "ops",
    kind: "dingtalk" as const,
    enabled: true,
    bannedUntil: null,
    lastError: null,
  };
  const group = { key: "ops", name: "ops", robots: 1, enabledRobots: 1 };
  const judge = (more: Partial<ChannelFacts> = {}) =>
    judgeChannels({
      groups: [group],
      robots: [{ ...robot, name: "a" }],
      voice: ["Aliyun", "Twilio"],
      machineNow: NOW,
      ...more,
    });
  expect(judge()).toMatchObject([
    { name: "Robots", state: "yes", found: "1 in 1 group" },
    { name: "Phone calls", state: "yes", found: "through Aliyun, then Twilio" },
  ]);
  const [robots, voice] = judge({
    voice: [],
    groups: [group, { key: "mute", name: "mute", robots: 1, enabledRobots: 0 }],
    robots: [
      { ...robot, name: "a", bannedUntil: NOW + 1 },
      { ...robot, name: "b", lastError: "310000" },
      { ...robot, name: "c", groupKey: "mute", enabled: false },
    ],
  });
  expect(robots).toMatchObject({
    state: "so-so",
    found:
      "2 in 1 group; mute has none; ops's dingtalk a is banned until 2026-11-02T04:00:00.001Z; " +
      "ops's dingtalk b refused its last message (310000)",
  });
  expect(voice!.state).toBe("so-so");
  expect(judge({ robots: [] })[0]!.found).toBe("none that is enabled");
});
