import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestContext, testContext } from "../testing/context.ts";
import { keyWith, pairedTv, signedIn } from "../testing/signed-in.ts";
import { findWho } from "./find-who.ts";
import { FRESH_MS, STALE_MS } from "./fresh-cache.ts";

let ctx: TestContext;
let machineNow = Date.parse("2026-11-11T10:00:00Z");
beforeAll(async () => {
  ctx = await testContext({ machineNow });
});
afterAll(() => ctx.close());

function pass(ms: number): void {
  machineNow += ms;
  ctx.setMachineNow(machineNow);
}
const byCookie = (cookie: string, context = ctx) => findWho(context, { cookie });

test("recognises a session, a television and a key, each with its rights", async () => {
  const lead = await signedIn(ctx, "lead");
  expect(await byCookie(`theme=dark; ${lead.cookie}`)).toMatchObject({
    kind: "user",
    id: lead.userId,
    role: "lead",
  });
  expect((await byCookie(lead.cookie))!.rights.has("people:unmask")).toBe(true);
  const tv = await pairedTv(ctx);
  expect([...(await byCookie(tv.cookie))!.rights]).toEqual(["board:read"]);
  const key = await keyWith(ctx, ["orders:read"]);
  const program = await findWho(ctx, new Headers({ authorization: `Bearer ${key}` }));
  expect([...program!.rights]).toEqual(["orders:read"]);
});

test("is not taken in by a cookie that was cut, changed or signed elsewhere", async () => {
  const { cookie, name, value } = await signedIn(ctx, "admin");
  const token = decodeURIComponent(value).split(".")[0]!;
  for (const forged of [
    token,
    `${token}.`,
    `${token}.AAAA`,
    `x${value}`,
    value.slice(0, -4),
    `%E0%A4%A`,
    "",
  ]) {
    expect([forged, await byCookie(`${name}=${forged}`)]).toEqual([forged, null]);
  }
  expect(await findWho(ctx, { cookie, authorization: "Bearer unknown-key" })).toBeNull();
});

test("forgets whom an admin disabled, a revoked television and an expired session or key", async () => {
  const user = await signedIn(ctx, "operator");
  const tv = await pairedTv(ctx);
  const key = await keyWith(ctx, ["read"]);
  pass(1_000);
  const keyed = () => findWho(ctx, { authorization: `Bearer ${key}` });
  for (const who of [await byCookie(user.cookie), await byCookie(tv.cookie), await keyed()])
    expect(who).not.toBeNull();
  await ctx.sql`update users set disabled_at = now() where id = ${user.userId}`;
  await ctx.sql`update tvs set revoked_at = now() where id = ${tv.id}`;
  await ctx.sql`update api_keys set expires_at = ${new Date(machineNow + 10_000)}`;
  pass(FRESH_MS + 1);
  expect([await byCookie(user.cookie), await byCookie(tv.cookie)]).toEqual([null, null]);
  pass(10_000);
  expect(await keyed()).toBeNull();
  const late = await signedIn(ctx, "operator");
  expect(await byCookie(late.cookie)).not.toBeNull();
  await ctx.sql`update sessions set expires_at = ${new Date(machineNow + 1)}`;
  pass(FRESH_MS + 1);
  expect(await byCookie(late.cookie)).toBeNull();
});

test("believes for a minute what it knew when Postgres went away, and no longer", async () => {
  const user = await signedIn(ctx, "lead");
  let away = false;
  const sql = new Proxy(ctx.sql, {
    apply: (target, self, given) =>
      away ? Promise.reject(new Error("Postgres is away")) : Reflect.apply(target, self, given),
  });
  const apart = { ...ctx, sql };
  expect(await byCookie(user.cookie, apart)).not.toBeNull();
  away = true;
  pass(STALE_MS - 1);
  expect(await byCookie(user.cookie, apart)).not.toBeNull();
  pass(2);
  await expect(byCookie(user.cookie, apart)).rejects.toThrow("away");
});

test("gives no right to somebody who must change a first password", async () => {
  const fresh = await signedIn(ctx, "admin", { mustChangePassword: true });
  const who = await byCookie(fresh.cookie);
  expect(who).toMatchObject({ kind: "user", account: { mustChangePassword: true } });
  expect(who!.rights.size).toBe(0);
});
