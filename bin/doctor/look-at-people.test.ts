import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../db/testing/database.ts";
import { readEnv } from "../../server/platform/env.ts";
import { lookAtPeople } from "./look-at-people.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

async function look(env: Record<string, string> = {}) {
  const given = { NODE_ENV: "test" as const, DATABASE_URL: database.url, ...env };
  return new Map((await lookAtPeople(readEnv(given))).map((finding) => [finding.name, finding]));
}

test("reads whom a shop would tell tonight, by the shop's own clock", async () => {
  const { sql } = database;
  expect([...(await look()).keys()]).toEqual(["People"]);
  const [person] = await sql<{ id: string }[]>`
    insert into people (id, name) values (gen_random_uuid(), '王磊') returning id`;
  const id = person!.id;
  await sql`
    insert into contacts (id, person_id, kind, address) values (gen_random_uuid(), ${id}, 'phone', '+8613800000001')`;
  const settings = {
    timezone: "Asia/Shanghai",
    rotation: { every: "day" },
    startAt: Date.UTC(2026, 0, 1),
    participants: [id],
    windows: [{ from: "20:00", to: "08:00" }],
  };
  await sql`
    insert into schedule_versions (key, valid_from, settings)
    values ('night', '2026-01-01', ${JSON.stringify(settings)}::text::jsonb)`;
  await sql`update roles set schedule = 'night'`;
  await sql`insert into role_members (role, person_id) select key, ${id} from roles`;
  expect((await look()).get("Calls tonight")).toMatchObject({ state: "no" });

  await sql`update contacts set verified_at = now()`;
  const later = { ANDON_CLOCK: "2026-03-01T12:00:00Z@60" };
  const all = await look({ ...later, ...twilio });
  expect(all.get("Calls tonight")!.state).toBe("yes");
  expect(all.get("On call")!.found).toMatch(
    /^night: Nobody is on call from 08:00 tomorrow to 20:00 tomorrow; no call would reach anybody/,
  );
  expect(all.get("Robots")!.found).toBe("none that is enabled");
  expect(all.get("Phone calls")!.found).toBe("through Twilio");
});

const twilio = {
  TWILIO_ACCOUNT_SID: `AC${"0".repeat(32)}`,
  TWILIO_AUTH_TOKEN: "0".repeat(32),
  TWILIO_FROM: "+15005550006",
};

test("says nothing of a database that is not there", async () => {
  expect([...(await look({ DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" })).keys()]).toEqual([]);
});
