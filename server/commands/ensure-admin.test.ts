import { verifyPassword } from "better-auth/crypto";
import { afterAll, beforeEach, expect, test } from "vitest";
import { type TestContext, testContext } from "../testing/context.ts";
import { ensureAdmin } from "./ensure-admin.ts";

const open: TestContext[] = [];
let ctx: TestContext;
beforeEach(async () => {
  ctx = await testContext();
  open.push(ctx);
});
afterAll(() => Promise.all(open.map((one) => one.close())));

const stored = async () => {
  const [row] = await ctx.sql<{ email: string; role: string; hash: string; must: boolean }[]>`
    select u.email, u.role, a.password as hash, u.must_change_password as must
    from users u join accounts a on a.user_id = u.id and a.provider_id = 'credential'`;
  return row!;
};

test("the first administrator is as the environment says, once", async () => {
  const env = { ...ctx.env, adminEmail: "Boss@Example.com", adminPassword: "a good password" };
  expect(await ensureAdmin({ ...ctx, env })).toBeNull();
  const { hash, ...row } = await stored();
  expect(row).toEqual({ email: "boss@example.com", role: "admin", must: false });
  expect(await verifyPassword({ hash, password: "a good password" })).toBe(true);
  await ensureAdmin({ ...ctx, env: { ...env, adminEmail: "other@example.com" } });
  expect(await ctx.sql`select 1 from users`).toHaveLength(1);
});

test("without one the password is made, told once by one of several starts, and has to be changed", async () => {
  const told = (await Promise.all([1, 2, 3].map(() => ensureAdmin(ctx)))).filter((made) => made !== null);
  expect(told).toHaveLength(1);
  const { hash, ...row } = await stored();
  expect(row).toEqual({ email: told[0]!.email, role: "admin", must: true });
  expect(await verifyPassword({ hash, password: told[0]!.password })).toBe(true);
  expect(await ensureAdmin(ctx)).toBeNull();
  const notes = JSON.stringify(await ctx.sql`select * from audit where action = 'user.add'`);
  expect(notes).not.toContain(told[0]!.password);
});
