import { afterAll, beforeAll, expect, test } from "vitest";
import { type RobotServer, robotServer } from "../../server/channels/testing/robot-server.ts";
import { addRobot, queue, standing } from "../../server/commands/testing/told-shop.ts";
import { poke } from "../../server/live/poke.ts";
import { listenForPokes, type Pokes } from "../../server/live/pokes.ts";
import { type TestContext, testContext } from "../../server/testing/context.ts";
import { runNotifier } from "./run-notifier.ts";

let context: TestContext;
let server: RobotServer;
let pokes: Pokes;
beforeAll(async () => {
  server = await robotServer();
  context = await testContext({ env: { DINGTALK_BASE_URL: server.url } });
  pokes = listenForPokes(context);
});
afterAll(async () => {
  pokes.close();
  await context.close();
  await server.close();
});

test("two notifiers send each message once, woken or not, and end when told", async () => {
  await addRobot(context);
  await addRobot(context);
  const notifiers = [runNotifier(context, pokes), runNotifier(context, pokes)];
  const ids = [await queue(context), await queue(context), await queue(context)];
  poke(context, "notify");
  await expect
    .poll(async () => (await Promise.all(ids.map((id) => standing(context, id)))).map(({ state }) => state), {
      timeout: 10_000,
    })
    .toEqual(["accepted", "accepted", "accepted"]);
  // Nobody pokes for this one.
  const last = await queue(context);
  await expect.poll(async () => (await standing(context, last)).state, { timeout: 10_000 }).toBe("accepted");
  await Promise.all(notifiers.map((notifier) => notifier.stop()));
  expect(server.received).toHaveLength(4);
});
