import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Tx } from "../sql.ts";
import { type TestDatabase, testDatabase } from "../testing/database.ts";
import { acceptAttempt, adoptCall } from "./attempts.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const AT = Date.parse("2026-11-11T10:00:00Z");
const answer = { status: null, code: "found", message: "found by a look-up" };

async function placedInDoubt(): Promise<string> {
  const id = randomUUID();
  await database.sql`
    insert into attempts (id, notification_id, number, provider, account, state, intent_at)
    values (${id}, ${randomUUID()}, 1, 'twilio', 'contact', 'unknown', ${new Date(AT)})`;
  return id;
}

const adopt = (id: string, providerId: string) =>
  database.sql.begin((tx) =>
    adoptCall(tx as unknown as Tx, id, { provider: "twilio", providerId, at: AT, answer }),
  );
const stateOf = async (id: string) =>
  (await database.sql`select state, provider_id from attempts where id = ${id}`)[0];

test("of two tries in doubt one gets the call that both look for, whoever asks at once", async () => {
  const tries = [await placedInDoubt(), await placedInDoubt()];
  const got = await Promise.all(tries.map((id) => adopt(id, "CA1")));
  expect(got.filter(Boolean)).toHaveLength(1);
  const loser = tries[got.indexOf(false)]!;
  expect(await stateOf(loser)).toEqual({ state: "unknown", provider_id: null });
});

test("a call whose own news name another try goes to that one, and the first is in doubt again", async () => {
  const [first, owner] = [await placedInDoubt(), await placedInDoubt()];
  expect(await adopt(first, "CA2")).toBe(true);
  await acceptAttempt(database.sql, owner, { at: AT, providerId: "CA2", answer: null });
  expect(await stateOf(owner)).toEqual({ state: "accepted", provider_id: "CA2" });
  expect(await stateOf(first)).toEqual({ state: "unknown", provider_id: null });
});
