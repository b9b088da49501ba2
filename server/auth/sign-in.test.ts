import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readUsers } from "../../db/stores/users.ts";
import type { Role } from "../../domain/access/rights.ts";
import { addUser } from "../commands/change-users.ts";
import { serveTestApi, type TestApi } from "../testing/api-server.ts";
import { type TestContext, testContext } from "../testing/context.ts";

const PASSWORD = "correct horse battery";
let ctx: TestContext;
let api: TestApi;
beforeAll(async () => {
  ctx = await testContext();
  api = await serveTestApi(ctx);
});
afterAll(() => api.close());

let made = 0;
async function person(role: Role = "operator") {
  const email = `${role}${++made}@example.com`;
  const { user } = await addUser(ctx, "user:test", { email, name: `P${made}`, role, password: PASSWORD });
  await ctx.sql`update users set must_change_password = false where id = ${user.id}`;
  return { id: user.id, email };
}

interface Said {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect
  body: any;
  cookie: string;
  setCookies: string[];
  headers: Headers;
}

/** A call as a page of ours makes it. */
async function call(
  path: string,
  body: object,
  cookie = "",
  headers: Record<string, string> = {},
): Promise<Said> {
  const response = await fetch(`${api.url}/api/auth/${path}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      origin: api.url,
      ...(cookie ? { cookie } : {}),
      ...headers,
    },
    body: JSON.stringify(body),
  });
  const setCookies = response.headers.getSetCookie();
  const kept = new Map(
    cookie
      .split("; ")
      .filter(Boolean)
      .map((one) => [one.split("=")[0]!, one]),
  );
  for (const line of setCookies) {
    const [pair] = line.split(";");
    const [name, value] = pair!.split("=");
    if (value === "" || /max-age=0/i.test(line)) kept.delete(name!);
    else kept.set(name!, pair!);
  }
  const text = await response.text();
  return {
    status: response.status,
    body: text ? JSON.parse(text) : null,
    cookie: [...kept.values()].join("; "),
    setCookies,
    headers: response.headers,
  };
}

const signIn = (email: string, password = PASSWORD, headers: Record<string, string> = {}) =>
  call("sign-in/email", { email, password }, "", headers);
const may = async (cookie: string) =>
  (await fetch(`${api.url}/api/v1/clock`, { headers: { cookie } })).status;
const auditOf = async (id: string) =>
  (
    await ctx.sql<{ action: string }[]>`select action from audit where subject = ${`user:${id}`} order by id`
  ).map((row) => row.action);

describe("signing in", () => {
  test("sets a cookie that no script reads, tells no token, and is audited; signing out makes it worthless", async () => {
    const { id, email } = await person();
    const said = await signIn(email.toUpperCase());
    expect([said.status, JSON.stringify(said.body)]).toEqual([200, expect.not.stringContaining("oken")]);
    expect(said.setCookies[0]).toMatch(
      /^andon\.session_token=.+; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(await may(said.cookie)).toBe(200);
    const rows = JSON.stringify(await ctx.sql`select * from sessions where user_id = ${id}`);
    expect(rows).not.toContain(decodeURIComponent(said.cookie.split("=")[1]!).split(".")[0]);
    const [seen] = await readUsers(ctx.sql, ctx.clock.machineNow(), id);
    expect(seen).toMatchObject({ sessions: 1, lastSignInAt: expect.any(Number) });
    const out = await call("sign-out", {}, said.cookie);
    expect([out.status, out.cookie]).toEqual([200, ""]);
    expect(await ctx.sql`select 1 from sessions where user_id = ${id}`).toHaveLength(0);
    await expect.poll(() => may(said.cookie), { timeout: 4_000 }).toBe(401);
    expect(await auditOf(id)).toEqual(["user.add", "session.start", "session.end"]);
  });

  test("keeps __Host- cookies to https where the public URL is", async () => {
    const secure = await testContext({ env: { PUBLIC_URL: "https://andon.example.com" } });
    const safe = await serveTestApi(secure);
    try {
      await addUser(secure, "user:test", {
        email: "a@example.com",
        name: "A",
        role: "admin",
        password: PASSWORD,
      });
      const response = await fetch(`${safe.url}/api/auth/sign-in/email`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: "https://andon.example.com" },
        body: JSON.stringify({ email: "a@example.com", password: PASSWORD }),
      });
      expect(response.headers.getSetCookie()[0]).toMatch(
        /^__Host-andon\.session_token=.+; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      );
    } finally {
      await safe.close();
    }
  });

  test("tells nobody whether an address has an account", async () => {
    const { email } = await person();
    const [wrong, nobody] = [
      await signIn(email, "wrong password"),
      await signIn("nobody@example.com", "wrong password"),
    ];
    for (const said of [wrong, nobody]) delete said.body.instance;
    expect(wrong.body).toEqual(nobody.body);
    expect([wrong.status, nobody.status]).toEqual([401, 401]);
  });

  test("makes an address wait after five wrong passwords, whoever it is, longer each time, and forgives a right one", async () => {
    const { id, email } = await person();
    const start = ctx.clock.machineNow();
    ctx.setMachineNow(start);
    for (const address of [email, "nobody2@example.com"]) {
      const statuses = await Promise.all(Array.from({ length: 8 }, () => signIn(address, "wrong password")));
      expect(statuses.map(({ status }) => status).sort()).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
    }
    const locked = await signIn(email);
    expect([locked.status, locked.headers.get("retry-after")]).toEqual([429, "30"]);
    expect(locked.body).toMatchObject({ type: "urn:andon:problem:address-locked", waitS: 30 });
    ctx.setMachineNow(start + 30_000);
    expect((await signIn(email, "wrong password")).status).toBe(401);
    expect((await signIn(email)).headers.get("retry-after")).toBe("60");
    ctx.setMachineNow(start + 91_000);
    expect((await signIn(email)).status).toBe(200);
    expect((await signIn(email, "wrong password")).status).toBe(401);
    ctx.setMachineNow(null);
    expect(await auditOf(id)).toEqual(["user.add", "user.lock", "user.lock", "user.lock", "session.start"]);
    const kept = JSON.stringify(await ctx.sql`select * from rate_limits`);
    expect(kept).not.toContain("example.com");
  });

  test("counts what one caller tries", async () => {
    const start = ctx.clock.machineNow() + 600_000;
    ctx.setMachineNow(start);
    // Codes cost no hashing of passwords.
    const tryCode = async () => (await call("two-factor/verify-totp", { code: "123456" })).status;
    const statuses: number[] = [];
    for (let n = 0; n < 21; n++) statuses.push(await tryCode());
    expect(statuses).toEqual([...Array(20).fill(401), 429]);
    ctx.setMachineNow(start + 61_000);
    expect(await tryCode()).toBe(401);
    ctx.setMachineNow(null);
    await ctx.sql`delete from rate_limits`;
  });

  test("is refused from pages of others, for disabled accounts, and with bodies that hold more", async () => {
    const { id, email } = await person();
    expect((await signIn(email, PASSWORD, { origin: "https://evil.example" })).status).toBe(403);
    expect((await signIn(email, PASSWORD, { "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await call("sign-in/email", { email, password: PASSWORD, callbackURL: "/x" })).status).toBe(422);
    await ctx.sql`update users set disabled_at = now() where id = ${id}`;
    expect((await signIn(email)).body.type).toBe("urn:andon:problem:account-disabled");
    expect(await ctx.sql`select 1 from sessions where user_id = ${id}`).toHaveLength(0);
    for (const path of [
      "sign-up/email",
      "update-user",
      "get-session",
      "list-sessions",
      "two-factor/get-totp-uri",
    ]) {
      expect([path, (await call(path, {})).status]).toEqual([path, 404]);
    }
  });
});

describe("one's own password", () => {
  test("has to be changed when somebody else made it, gives no right before, and ends other sessions", async () => {
    const email = "fresh@example.com";
    const { user, firstPassword } = await addUser(ctx, "user:test", { email, name: "F", role: "admin" });
    const first = await signIn(email, firstPassword!);
    const second = await signIn(email, firstPassword!);
    expect([first.status, await may(first.cookie)]).toEqual([200, 403]);
    const change = (newPassword: string) =>
      call(
        "change-password",
        { currentPassword: firstPassword, newPassword, revokeOtherSessions: true },
        first.cookie,
      );
    expect((await change("short")).status).toBe(422);
    expect((await change(firstPassword!)).status).toBe(422);
    const changed = await change("a longer password");
    expect(changed.status).toBe(200);
    expect(await may(changed.cookie)).toBe(200);
    await expect.poll(() => may(second.cookie), { timeout: 4_000 }).toBe(401);
    expect((await signIn(email, firstPassword!)).status).toBe(401);
    expect(await auditOf(user.id)).toEqual([
      "user.add",
      "session.start",
      "session.start",
      "user.change_password",
    ]);
  });
});

describe("a second factor", () => {
  test("is set up with a code, asked for at the next sign-in, and replaced by a backup code once", async () => {
    const { id, email } = await person("manager");
    const { cookie } = await signIn(email);
    const begun = await call("two-factor/enable", { password: PASSWORD }, cookie);
    expect(begun.status).toBe(200);
    const secret = new URL(begun.body.totpURI).searchParams.get("secret")!;
    const on = await call("two-factor/verify-totp", { code: totp(secret) }, cookie);
    expect(on.status).toBe(200);

    const half = await signIn(email);
    expect([half.status, half.body.twoFactorRedirect]).toEqual([200, true]);
    expect(await may(half.cookie)).toBe(401);
    const wrong = await call(
      "two-factor/verify-totp",
      { code: totp(secret) === "000000" ? "000001" : "000000" },
      half.cookie,
    );
    expect([wrong.status, wrong.body]).toEqual([401, expect.objectContaining({ code: "INVALID_CODE" })]);
    const whole = await call("two-factor/verify-totp", { code: totp(secret) }, half.cookie);
    expect([whole.status, await may(whole.cookie)]).toEqual([200, 200]);

    const [backup] = begun.body.backupCodes as string[];
    const again = await signIn(email);
    const byBackup = await call("two-factor/verify-backup-code", { code: backup }, again.cookie);
    expect([byBackup.status, await may(byBackup.cookie)]).toEqual([200, 200]);
    const third = await signIn(email);
    const used = await call("two-factor/verify-backup-code", { code: backup }, third.cookie);
    expect(used.status).toBeGreaterThanOrEqual(400);
    const stored = JSON.stringify(await ctx.sql`select * from two_factors`);
    expect(stored).not.toContain(backup);

    const off = await call("two-factor/disable", { password: PASSWORD }, whole.cookie);
    expect(off.status).toBe(200);
    expect((await signIn(email)).body.twoFactorRedirect).toBeUndefined();
    expect(await auditOf(id)).toEqual([
      "user.add",
      "session.start",
      "user.two_factor_on",
      "session.start",
      "user.use_backup_code",
      "session.start",
      "user.two_factor_off",
      "session.start",
    ]);
  });

  test("locks after six wrong codes, over any number of sign-ins", async () => {
    const { id, email } = await person("lead");
    const { cookie } = await signIn(email);
    const begun = await call("two-factor/enable", { password: PASSWORD }, cookie);
    const secret = new URL(begun.body.totpURI).searchParams.get("secret")!;
    await call("two-factor/verify-totp", { code: totp(secret) }, cookie);
    const seen: string[] = [];
    for (let n = 0; n < 8; n++) {
      const half = await signIn(email);
      const code = String((Number(totp(secret)) + 1 + n) % 1_000_000).padStart(6, "0");
      seen.push((await call("two-factor/verify-totp", { code }, half.cookie)).body.type);
    }
    expect(seen.at(-1)).toBe("urn:andon:problem:second-factor-locked");
    const half = await signIn(email);
    const right = await call("two-factor/verify-totp", { code: totp(secret) }, half.cookie);
    expect([right.status, right.body.type]).toEqual([429, "urn:andon:problem:second-factor-locked"]);
    expect(await auditOf(id)).toContain("user.lock");
  });
});

/** RFC 6238 by hand: what an authenticator shows now. */
function totp(base32: string): string {
  const bits = [...base32.replace(/=+$/, "")]
    .map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac("sha1", key).update(counter).digest();
  const at = hash[19]! & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
