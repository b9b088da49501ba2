import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestContext, testContext } from "../../server/testing/context.ts";
import { signedIn } from "../../server/testing/signed-in.ts";
import { lookAtAccess } from "./look-at-access.ts";

let ctx: TestContext;
beforeAll(async () => {
  ctx = await testContext();
});
afterAll(() => ctx.close());

const look = async (more: object = {}) =>
  (await lookAtAccess({ ...ctx.env, ...more })).map(({ name, state, found }) => [name, state, found]);

test("the doctor says when nobody can sign in, or nobody can let others in", async () => {
  expect(await look()).toEqual([
    ["Sign-in", "so-so", "no account yet: the next start makes the first administrator"],
  ]);
  const operator = await signedIn(ctx, "operator");
  expect(await look()).toEqual([["Sign-in", "no", "1 may sign in, 0 of them administrators"]]);
  await signedIn(ctx, "admin");
  expect(await look()).toEqual([["Sign-in", "yes", "2 may sign in, 1 of them administrators"]]);
  await ctx.sql`update users set disabled_at = now()`;
  expect(await look()).toEqual([["Sign-in", "no", "nobody may sign in any more"]]);
  await ctx.sql`delete from users where id = ${operator.userId}`;
});

test("the doctor warns of passwords in the clear", async () => {
  await signedIn(ctx, "admin");
  const way = ["Way in", "so-so", "passwords and cookies travel in the clear"];
  expect(await look({ host: "0.0.0.0", publicUrl: "http://10.0.0.5:3000" })).toContainEqual(way);
  for (const fine of [{ host: "0.0.0.0", publicUrl: "https://andon.example.com" }, { host: "127.0.0.1" }])
    expect(await look(fine)).not.toContainEqual(way);
});
