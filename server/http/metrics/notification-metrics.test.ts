import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addRobot, queue } from "../../commands/testing/told-shop.ts";
import { type TestApi, testApi } from "../../testing/api-server.ts";

const NOW = Date.parse("2026-11-22T02:00:00Z");
let api: TestApi;
beforeAll(async () => {
  api = await testApi();
  api.context.setMachineNow(NOW);
});
afterAll(() => api.close());

test("a scrape tells what was sent, what waits and why, tries without an end, and robots that are out", async () => {
  const { context } = api;
  const robot = await addRobot(context);
  const sent = await queue(context);
  await context.sql`update notifications set state = 'accepted' where id = ${sent}`;
  const held = await queue(context);
  await context.sql`
    update notifications set held_until = ${new Date(NOW + 60_000)}, held_reason = 'rate' where id = ${held}`;
  await queue(context);
  context.setNow(context.clock.shopNow() + 90_000);
  await context.sql`
    insert into attempts (id, notification_id, number, provider, account, state, intent_at)
    values (${randomUUID()}, ${sent}, 1, 'dingtalk', ${robot}, 'intent', ${new Date(NOW - 5_000)})`;
  await context.sql`
    update robots set banned_until = ${new Date(NOW + 1)}, last_error = '310000 sign not match' where id = ${robot}`;
  const text = await (await api.call("/metrics")).text();
  for (const line of [
    'andon_notifications{channel="dingtalk",state="accepted"} 1',
    'andon_notifications{channel="chat",state="queued"} 2',
    'andon_notifications_held{reason="rate"} 1',
    "andon_notification_wait_seconds 90",
    "andon_attempts_unsettled 1",
    "andon_attempts_unsettled_age_seconds 5",
    'andon_robots_out{why="banned"} 1',
    'andon_robots_out{why="failing"} 1',
  ])
    expect(text).toContain(`\n${line}\n`);
});
