import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Right } from "../../domain/access/rights.ts";
import { stageAlert } from "../commands/testing/stage-alert.ts";
import { type TestApi, testApi } from "../testing/api-server.ts";
import { keyWith, type SignedIn, signedIn } from "../testing/signed-in.ts";

let api: TestApi;
let admin: SignedIn;
beforeAll(async () => {
  api = await testApi();
  admin = await signedIn(api.context, "admin");
});
afterAll(() => api.close());

// biome-ignore lint/suspicious/noExplicitAny: tests say what they expect
type Said = { status: number; body: any };

/** A call from a page of ours by somebody who is signed in. */
async function call(
  method: string,
  path: string,
  body?: object,
  who: { cookie: string } = admin,
): Promise<Said> {
  const response = await fetch(`${api.url}/api/v1/${path}`, {
    method,
    headers: { cookie: who.cookie, origin: api.url, "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : JSON.parse(text) };
}

const auditOf = (subject: string) =>
  api.context.sql<{ actor: string; action: string; detail: object }[]>`
    select actor, action, detail from audit where subject = ${subject} order by id`;

describe("users", () => {
  test("are made with a first password that nobody can read again, and every change is audited", async () => {
    const made = await call("POST", "users", { email: "Lin@Example.com", name: "林一", role: "operator" });
    expect(made.status).toBe(201);
    const { user, firstPassword } = made.body;
    expect(user).toMatchObject({ email: "lin@example.com", mustChangePassword: true, sessions: 0 });
    expect(firstPassword.length).toBeGreaterThanOrEqual(16);
    const listed = (await call("GET", "users")).body.users;
    expect(JSON.stringify(listed)).not.toContain(firstPassword);
    const rows = JSON.stringify(await api.context.sql`select * from accounts`);
    expect(rows).not.toContain(firstPassword);
    expect(
      (await call("POST", "users", { email: "lin@example.com", name: "X", role: "wall" })).body.type,
    ).toContain("email-taken");
    expect((await call("POST", "users", { email: "a@b.cn", name: "X", role: "god" })).status).toBe(422);
    expect(
      (await call("POST", "users", { email: "a@b.cn", name: "X", role: "wall", password: "short" })).status,
    ).toBe(422);
    const lead = await call("PATCH", `users/${user.id}`, { role: "lead", name: "林二" });
    expect(lead.body).toMatchObject({ role: "lead", name: "林二" });
    expect((await call("PATCH", "users/nobody", { role: "lead" })).status).toBe(404);
    const notes = await auditOf(`user:${user.id}`);
    expect(notes.map(({ actor, action }) => [actor, action])).toEqual([
      [`user:${admin.userId}`, "user.add"],
      [`user:${admin.userId}`, "user.change"],
    ]);
    expect(JSON.stringify(notes)).not.toMatch(/example\.com|林/);
  });

  test("lose their sessions when they are disabled, reset, or when an admin ends them", async () => {
    const { sql } = api.context;
    for (const [method, path, body] of [
      ["PATCH", "", { disabled: true }],
      ["DELETE", "/sessions", undefined],
      ["POST", "/reset", { secondFactor: true }],
    ] as const) {
      const person = await signedIn(api.context, "manager");
      expect((await call("GET", "me", undefined, person)).body).toMatchObject({
        role: "manager",
        kind: "user",
      });
      const done = await call(method, `users/${person.userId}${path}`, body);
      expect([path, done.status]).toEqual([path, 200]);
      expect(await sql`select 1 from sessions where user_id = ${person.userId}`).toHaveLength(0);
      await expect
        .poll(async () => (await call("GET", "me", undefined, person)).status, { timeout: 4_000 })
        .toBe(401);
    }
  });

  test("always keep one administrator who may sign in, also when two step down at once", async () => {
    const other = await signedIn(api.context, "admin");
    const down = (who: SignedIn) => call("PATCH", `users/${who.userId}`, { role: "operator" }, who);
    const both = await Promise.all([down(admin), down(other)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 422]);
    expect(both.find(({ status }) => status === 422)!.body.type).toContain("last-admin");
    const [left] = both[0]!.status === 422 ? [admin] : [other];
    expect((await call("PATCH", `users/${left!.userId}`, { disabled: true }, left)).body.type).toContain(
      "last-admin",
    );
    await api.context.sql`update users set role = 'admin' where id = ${admin.userId}`;
  });
});

describe("API keys", () => {
  const works = async (plain: string, path = "/api/v1/clock") =>
    (await fetch(api.url + path, { headers: { authorization: `Bearer ${plain}` } })).status;

  test("are shown once, open what their scopes say, tell their last use, and end when they are revoked", async () => {
    const made = await call("POST", "keys", {
      name: "BI",
      scopes: ["board:read", "metrics:read"],
      expiresInDays: 30,
    });
    expect(made.status).toBe(201);
    const { key, plain } = made.body;
    expect(key).toMatchObject({ createdBy: `user:${admin.userId}`, lastUsedAt: null, revokedAt: null });
    expect(Date.parse(key.expiresAt) - Date.parse(key.createdAt)).toBe(30 * 86_400_000);
    await expect.poll(() => works(plain)).toBe(200);
    expect([await works(plain, "/metrics"), await works(plain, "/api/v1/orders")]).toEqual([200, 403]);
    const listed = async () =>
      (await call("GET", "keys")).body.keys.find((one: { id: number }) => one.id === key.id);
    await expect.poll(async () => (await listed()).lastUsedAt).not.toBeNull();
    const firstUse = (await listed()).lastUsedAt;
    await works(plain);
    expect((await listed()).lastUsedAt).toBe(firstUse);
    expect(JSON.stringify(await listed())).not.toContain(plain.slice(6));
    expect((await call("POST", "keys", { name: "BI", scopes: ["read"] })).body.type).toContain("name-taken");
    expect((await call("POST", "keys", { name: "env", scopes: ["read"] })).status).toBe(422);
    expect((await call("POST", "keys", { name: "other", scopes: ["root"] })).status).toBe(422);
    expect((await call("DELETE", `keys/${key.id}`)).body.revokedAt).not.toBeNull();
    expect((await call("DELETE", `keys/${key.id}`)).status).toBe(404);
    await expect.poll(() => works(plain), { timeout: 5_000 }).toBe(401);
    expect((await call("POST", "keys", { name: "BI", scopes: ["read"] })).status).toBe(201);
    expect((await auditOf(`api_key:${key.id}`)).map(({ action }) => action)).toEqual([
      "api_key.add",
      "api_key.revoke",
    ]);
  });
});

describe("an order's recipient", () => {
  const RECIPIENT = { name: "李雷", phone: "+8613800000001", address: "上海市某路 1 号" };
  const said = (id: string, occurredAt: string, recipient: object | null) => ({
    id,
    source: "t",
    orderNo: "M1",
    node: "picking",
    occurredAt,
    actor: { kind: "staff", id: "s1", name: "韩梅" },
    order: { channel: "taobao", buyerMemo: "打电话给李雷", buyerPhone: 13800000001, recipient },
  });
  beforeAll(async () => {
    await api.send([
      said("1", "2026-11-11T08:00:00+08:00", { ...RECIPIENT, phone: "+8613800000009", room: "2" }),
      said("2", "2026-11-11T08:30:00+08:00", { phone: RECIPIENT.phone, room: null }),
    ]);
  });
  /** What was shown to people who may see it, as the audit tells. */
  const looksAt = async (subject: string) =>
    (await auditOf(subject)).filter(({ action }) => action === "facts.unmask").map(({ detail }) => detail);
  const personal = (body: unknown) => /李雷|1380000000|某路/.test(JSON.stringify(body));

  test("is masked for everybody, further facts for whoever may not see people, staff for finance", async () => {
    for (const role of ["operator", "finance", "lead"] as const) {
      const { status, body } = await call("GET", "orders/M1", undefined, await signedIn(api.context, role));
      expect([role, status, body.recipient, body.facts.channel ?? body.channel]).toEqual([
        role,
        200,
        "masked",
        "taobao",
      ]);
      expect([role, personal(body)]).toEqual([role, role === "lead"]);
      expect([role, JSON.stringify(body).includes("韩梅")]).toEqual([role, role !== "finance"]);
      expect([role, body.audit]).toEqual([role, []]);
    }
    expect(await looksAt("order:M1")).toEqual([{ facts: ["buyerMemo", "buyerPhone"] }]);
    const key = await keyWith(api.context, ["orders:read"]);
    await expect
      .poll(async () => {
        const response = await fetch(`${api.url}/api/v1/orders/M1`, {
          headers: { authorization: `Bearer ${key}` },
        });
        return [response.status, personal(await response.json())];
      })
      .toEqual([200, false]);
  });

  test("is masked as well where its event could not be placed", async () => {
    await api.send([{ ...said("3", "2026-11-11T09:00:00+08:00", null), node: "nowhere" }]);
    const read = async (...scopes: Right[]) => {
      const headers = { authorization: `Bearer ${await keyWith(api.context, scopes)}` };
      const answered = async () =>
        (await fetch(`${api.url}/api/v1/quarantine?orderNo=M1`, { headers })).text();
      await expect.poll(answered).toContain("taobao");
      return answered();
    };
    const narrow = await read("settings:read");
    expect([personal(narrow), narrow.includes("韩梅")]).toEqual([false, false]);
    expect(await looksAt("quarantine")).toEqual([]);
    const wide = await read("settings:read", "people:unmask", "on-call:read");
    expect([personal(wide), wide.includes("韩梅")]).toEqual([true, true]);
    expect((await looksAt("quarantine"))[0]).toEqual({ ids: [expect.any(Number)] });
  });

  test("is told in full to whoever may see people, and each look is written down without what it showed", async () => {
    const lead = await signedIn(api.context, "lead");
    const look = (who: SignedIn, orderNo = "M1") => call("POST", `orders/${orderNo}/unmask`, undefined, who);
    expect((await look(await signedIn(api.context, "operator"))).status).toBe(403);
    expect((await look(await signedIn(api.context, "finance"))).status).toBe(403);
    expect(await look(lead)).toEqual({ status: 200, body: { recipient: RECIPIENT } });
    await look(lead);
    expect((await look(lead, "nothing")).status).toBe(404);
    const notes = (await auditOf("order:M1")).filter(({ action }) => action === "order.unmask");
    expect(notes.map(({ actor, action }) => [actor, action])).toEqual(
      Array(2).fill([`user:${lead.userId}`, "order.unmask"]),
    );
    expect(notes[0]!.detail).toEqual({ fields: ["name", "phone", "address"] });
    await api.context.sql`delete from recipient_keys where order_no = 'M1'`;
    expect((await look(lead)).body).toEqual({ recipient: null });
  });
});

test("how quickly somebody took what is told by name only to whoever may see who is on call", async () => {
  const { alertId } = await stageAlert(api.context, "Q1");
  const taken = new Date(api.context.clock.shopNow());
  await api.context
    .sql`update alerts set first_taken_at = ${taken}, first_taken_name = '王磊' where id = ${alertId}`;
  for (const [role, names] of [
    ["wall", []],
    ["finance", []],
    ["operator", ["王磊"]],
  ] as const) {
    const { body } = await call("GET", "lateness", undefined, await signedIn(api.context, role));
    const { count, byPerson } = body.timeToTake;
    expect([role, count, byPerson.map(({ name }: { name: string }) => name)]).toEqual([role, 1, names]);
  }
});
