import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestContext, testContext } from "../testing/context.ts";
import { forgetDirectory, readDirectory } from "./directory.ts";

let context: TestContext;
beforeAll(async () => {
  context = await testContext({ machineNow: 1_000_000 });
});
afterAll(() => context.close());

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

it("reads people with contacts, roles with members, versions, overrides and groups in their order", async () => {
  const { sql } = context;
  await sql`insert into people (id, name) values (${id(1)}, '王磊'), (${id(2)}, '李敏')`;
  await sql`insert into contacts (id, person_id, kind, address, position, verified_at) values
    (${id(11)}, ${id(1)}, 'phone', '+8613800000001', 1, now()),
    (${id(12)}, ${id(1)}, 'dingtalk', '13800000001', 0, null)`;
  await sql`insert into chat_groups (key, name) values ('ops', '运营群'), ('mute', '没有机器人')`;
  await sql`insert into robots (id, group_key, kind, name, settings, enabled) values
    (${id(21)}, 'ops', 'wecom', 'w', '{}', true), (${id(22)}, 'ops', 'dingtalk', 'd', '{}', true),
    (${id(23)}, 'mute', 'dingtalk', 'd', '{}', false)`;
  await sql`insert into roles (key, name_zh, name_en, group_key) values ('own', '自己的', 'Own', 'ops')`;
  await sql`insert into role_members (role, person_id, position) values ('own', ${id(2)}, 0), ('own', ${id(1)}, 1)`;
  await sql`insert into schedule_versions (key, valid_from, settings) values
    ('night', '2026-11-02', '{"timezone":"Asia/Shanghai"}'), ('night', '2026-11-01T00:00:00.5Z', '{}')`;
  await sql`insert into schedule_overrides (id, schedule, person_id, from_at, to_at, canceled_at) values
    (${id(31)}, 'night', ${id(1)}, '2026-11-03', '2026-11-04', null),
    (${id(32)}, 'night', ${id(1)}, '2026-11-05', '2026-11-06', now())`;
  forgetDirectory(context);
  const directory = await readDirectory(context);
  expect(directory.people.get(id(1))).toEqual({
    id: id(1),
    name: "王磊",
    language: "zh-CN",
    active: true,
    quiet: null,
    contacts: [
      { id: id(12), kind: "dingtalk", address: "13800000001", verified: false },
      { id: id(11), kind: "phone", address: "+8613800000001", verified: true },
    ],
  });
  expect(directory.roles.get("own")).toMatchObject({ groupKey: "ops", members: [id(2), id(1)] });
  const versions = directory.schedules.get("night")!.map(({ validFrom }) => validFrom);
  expect(versions).toEqual([Date.UTC(2026, 10, 1) + 500, Date.UTC(2026, 10, 2)]);
  expect(directory.overrides).toEqual([
    {
      id: id(31),
      schedule: "night",
      personId: id(1),
      insteadOf: null,
      fromAt: Date.UTC(2026, 10, 3),
      toAt: Date.UTC(2026, 10, 4),
      note: null,
    },
  ]);
  expect([...directory.groups.values()]).toEqual([
    { key: "ops", name: "运营群", kinds: ["dingtalk", "wecom"] },
  ]);
});

it("is at most a second old", async () => {
  const before = await readDirectory(context);
  await context.sql`insert into people (id, name) values (${id(3)}, '赵总')`;
  context.setMachineNow(1_000_999);
  expect(await readDirectory(context)).toBe(before);
  context.setMachineNow(1_001_000);
  expect((await readDirectory(context)).people.get(id(3))?.name).toBe("赵总");
});
