import fc from "fast-check";
import { expect, it } from "vitest";
import type { PolicyStep, StepTarget } from "../../domain/escalation/types.ts";
import {
  contactOf,
  directoryOf,
  personOf,
  roleOf,
  scheduleOf,
} from "../../domain/oncall/testing/directory.ts";
import type { Group, ScheduleVersion } from "../../domain/oncall/types.ts";
import { GAPS } from "../../domain/oncall/who-for.ts";
import { SEED } from "../../domain/testing/seed.ts";
import { addresseesOf } from "./step-targets.ts";

const NOW = Date.parse("2026-11-02T12:00:00+08:00");
const IDS = ["a", "b", "c"];
const id = fc.constantFrom(...IDS, "gone");
const GROUPS = ["ops", "other"];

const person = (name: string) =>
  fc
    .record({
      active: fc.boolean(),
      phone: fc.constantFrom("none", "unverified", "verified"),
      chat: fc.constantFrom("none", "unverified", "verified"),
      quiet: fc.option(fc.constantFrom(0 as const, 1 as const, 2 as const)),
    })
    .map(({ active, phone, chat, quiet }) =>
      personOf(name, {
        active,
        quiet:
          quiet === null
            ? null
            : { from: "00:00", to: "23:59", timezone: "Asia/Shanghai", bypassSeverity: quiet },
        contacts: [
          ...(phone === "none" ? [] : [contactOf("phone", { verified: phone === "verified" })]),
          ...(chat === "none" ? [] : [contactOf("dingtalk", { verified: chat === "verified" })]),
        ],
      }),
    );
const role = (key: string) =>
  fc
    .record({
      groupKey: fc.option(fc.constantFrom(...GROUPS, "gone")),
      schedule: fc.option(fc.constantFrom("night", "gone")),
      members: fc.uniqueArray(id, { maxLength: 3 }),
    })
    .map((more) => roleOf(key, more));
const schedule: fc.Arbitrary<ScheduleVersion> = fc
  .record({
    participants: fc.array(id, { maxLength: 3 }),
    windows: fc.option(fc.constantFrom<{ from: string; to: string }[]>([{ from: "20:00", to: "08:00" }])),
  })
  .map((more) => scheduleOf("night", more));
const group = (key: string) =>
  fc
    .subarray(["dingtalk" as const, "webhook" as const], { minLength: 1 })
    .map((kinds): Group => ({ key, name: key, kinds }));
const target: fc.Arbitrary<StepTarget> = fc.oneof(
  fc.constant({ kind: "owner" as const }),
  fc.constant({ kind: "on_call" as const }),
  fc.constant({ kind: "fallback" as const }),
  fc.record({ kind: fc.constant("role" as const), role: fc.constantFrom("lead", "gone") }),
  fc.record({ kind: fc.constant("person" as const), personId: id }),
  fc.record({ kind: fc.constant("schedule" as const), schedule: fc.constantFrom("night", "gone") }),
);
const shop = fc.record({
  directory: fc
    .record({
      people: fc.tuple(...IDS.map(person)),
      roles: fc.tuple(role("lead"), role("buyer")),
      schedules: fc.array(schedule, { maxLength: 1 }),
      groups: fc
        .tuple(...GROUPS.map((key) => fc.option(group(key), { freq: 1 })))
        .map((found) => new Map(found.flatMap((each) => (each ? [[each.key, each]] : [])))),
    })
    .map(directoryOf),
  fallback: fc.uniqueArray(id, { maxLength: 2 }),
  kind: fc.constantFrom("chat" as const, "voice" as const),
  targets: fc.array(target, { maxLength: 3 }),
  severity: fc.constantFrom(1 as const, 2 as const, 3 as const),
  ownerRole: fc.constantFrom("lead", "gone"),
});

it("tells somebody of every step while anybody or any group can be told, and says why it is somebody else", () => {
  fc.assert(
    fc.property(shop, ({ directory, fallback, kind, targets, severity, ownerRole }) => {
      const settings = { fallback } as Parameters<typeof addresseesOf>[2];
      const step = { kind, targets } as PolicyStep;
      const circumstances = { ownerRole, atMs: NOW, severity };
      const told = addresseesOf(step, directory, settings, circumstances, null);
      const callable = fallback.some((each) => {
        const known = directory.people.get(each);
        return known?.active && known.contacts.some((c) => c.kind === "phone" && c.verified);
      });
      if (directory.groups.size > 0 || callable) expect(told.length).toBeGreaterThan(0);
      if (directory.groups.size === 0 && kind === "chat" && callable)
        expect(told).toMatchObject([{ kind: "voice", fallbackReason: "no_group" }]);
      for (const { kind: way, personId, groupKey, fallbackReason } of told) {
        if (fallbackReason !== null) expect(GAPS).toContain(fallbackReason);
        if (personId !== null) expect(directory.people.get(personId)!.active).toBe(true);
        if (way === "chat") expect([...directory.groups.keys()]).toContain(groupKey);
        const phones = directory.people.get(personId ?? "")?.contacts.filter((c) => c.kind === "phone") ?? [];
        if (way === "voice") expect(phones.some(({ verified }) => verified)).toBe(true);
        // A step that names nobody who can be told is never silently somebody else's.
        if (personId === null) expect(fallbackReason).not.toBeNull();
      }
    }),
    { seed: SEED, numRuns: 200 },
  );
});
