import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestContext, testContext } from "./context.ts";

let ctx: TestContext;

beforeAll(async () => {
  ctx = await testContext();
});

afterAll(() => ctx.close());

test("a context comes with settings, Redis and a shop time that is moved by hand", async () => {
  expect((await ctx.settings.get()).nodes.has("bulky_dispatch")).toBe(true);
  await ctx.redis.set(`{${ctx.boardTag}}:probe`, "1", "EX", 5);
  expect(await ctx.redis.get(`{${ctx.boardTag}}:probe`)).toBe("1");
  const before = ctx.clock.shopNow();
  ctx.setNow(before + 60_000);
  expect(ctx.clock.shopNow()).toBe(before + 60_000);
});
