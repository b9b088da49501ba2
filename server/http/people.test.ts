import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verificationCode } from "../oncall/verification-code.ts";
import { readNotificationFacts } from "../queries/notification-facts.ts";
import { type TestApi, testApi } from "../testing/api-server.ts";

const START = Date.parse("2026-11-11T02:00:00Z");
let api: TestApi;
beforeAll(async () => {
  api = await testApi();
  api.context.setMachineNow(START);
});
afterAll(() => api.close());

async function ask(method: string, path: string, body?: unknown) {
  const response = await api.call(`/api/v1${path}`, {
    method,
    ...(body !== undefined && {
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: text ? JSON.parse(text) : null };
}

const add = async (name: string, more: object = {}) =>
  (await ask("POST", "/people", { name, ...more })).body as { id: string };
async function addContact(personId: string, kind: string, address: string) {
  const { body } = await ask("POST", `/people/${personId}/contacts`, { kind, address });
  return { id: body.id as string, path: `/people/${personId}/contacts/${body.id}` };
}
async function audits(subject: string) {
  const rows = await api.context.sql<{ action: string; actor: string; detail: object }[]>`
    select action, actor, detail from audit where subject = ${subject} order by id`;
  return rows.map((row) => ({ ...row }));
}
/** What the notifier would say. */
async function codeSaid(notificationId: string): Promise<string> {
  return (await readNotificationFacts(api.context, notificationId))!.subject.code!;
}
const wrong = (code: string) => (code === "111111" ? "222222" : "111111");

describe("people", () => {
  it("are added, changed and listed, with what was said of whom in the audit", async () => {
    const { status, body } = await ask("POST", "/people", {
      name: " 王磊 ",
      quiet: { from: "23:00", to: "07:00" },
    });
    const known = {
      id: body.id,
      name: "王磊",
      language: "zh-CN",
      active: true,
      quiet: { from: "23:00", to: "07:00", timezone: "Asia/Shanghai", bypassSeverity: 1 },
      contacts: [],
    };
    expect([status, body]).toEqual([201, known]);
    const changed = await ask("PATCH", `/people/${body.id}`, { active: false, quiet: null });
    expect(changed.body).toEqual({ ...known, active: false, quiet: null });
    expect((await ask("GET", `/people/${body.id}`)).body).toEqual(changed.body);
    expect((await ask("GET", "/people")).body.people).toContainEqual(changed.body);
    expect(await audits(`person:${body.id}`)).toMatchObject([
      { action: "person.add", actor: "key:made" },
      {
        action: "person.change",
        detail: { before: { active: true, quiet: { from: "23:00" } }, after: { active: false, quiet: null } },
      },
    ]);
  });

  it.each<[string, object, string]>([
    ["name", { name: "" }, "body name: must not be empty"],
    ["quiet.from", { name: "a", quiet: { from: "7:00", to: "08:00" } }, "body quiet.from: must be HH:MM"],
    [
      "quiet.timezone",
      { name: "a", quiet: { from: "07:00", to: "08:00", timezone: "Mars/Base" } },
      "IANA time zone",
    ],
    ["language", { name: "a", language: "fr" }, "body language"],
    ["phone", { name: "a", phone: "+8613800000001" }, "body phone"],
  ])("are refused for %s", async (_field, body, detail) => {
    const refused = await ask("POST", "/people", body);
    expect(refused.status).toBe(422);
    expect(refused.body.detail).toContain(detail);
  });

  it("bear names of their own", async () => {
    const first = await add("李敏");
    const second = await add("李敏 2");
    const refused = await ask("PATCH", `/people/${second.id}`, { name: "李敏" });
    expect([refused.status, refused.body.type]).toEqual([422, "urn:andon:problem:name-taken"]);
    expect((await ask("PATCH", `/people/${first.id}`, { name: "李敏" })).status).toBe(200);
    expect((await ask("PATCH", "/people/nobody", { active: true })).status).toBe(404);
  });
});

describe("contacts", () => {
  it("are shown masked, wherever they are shown", async () => {
    const { id } = await add("masked");
    const phone = await addContact(id, "phone", "+8613800000077");
    const { text, body } = await ask("GET", `/people/${id}`);
    expect(body.contacts).toEqual([{ id: phone.id, kind: "phone", address: "138****0077", verified: false }]);
    const bad = await ask("POST", `/people/${id}/contacts`, { kind: "phone", address: "13800000077" });
    expect([bad.status, bad.body.detail]).toEqual([
      422,
      expect.stringMatching(/^address: "138\*{4}0077" is no phone address; write it in E\.164/),
    ]);
    const twice = await ask("POST", `/people/${id}/contacts`, { kind: "phone", address: "+8613800000077" });
    expect(twice.body.detail).toBe("address: masked has phone 138****0077 already.");
    const noted = JSON.stringify(await audits(`contact:${phone.id}`));
    for (const shown of [text, bad.text, twice.text, noted]) expect(shown).not.toContain("13800000077");
  });

  it("change places, address and go", async () => {
    const { id } = await add("mover");
    const made = [
      await addContact(id, "wecom", "one"),
      await addContact(id, "wecom", "two"),
      await addContact(id, "wecom", "three"),
    ];
    const order = async () =>
      (await ask("GET", `/people/${id}`)).body.contacts.map((c: { id: string }) =>
        made.findIndex((m) => m.id === c.id),
      );
    await ask("PATCH", made[2]!.path, { position: 0 });
    expect(await order()).toEqual([2, 0, 1]);
    await ask("PATCH", made[2]!.path, { position: 9 });
    expect(await order()).toEqual([0, 1, 2]);
    expect((await ask("DELETE", made[1]!.path)).status).toBe(204);
    expect(await order()).toEqual([0, 2]);
    expect((await ask("DELETE", made[1]!.path)).body.type).toBe("urn:andon:problem:no-such-contact");
  });

  it("count once the code that was sent there comes back, which no row, answer or audit holds", async () => {
    const { id } = await add("verified");
    const contact = await addContact(id, "phone", "+8613800000002");
    const sent = await ask("POST", `${contact.path}/verify`);
    expect([sent.status, sent.body.expiresAt]).toEqual([202, "2026-11-11T02:10:00.000Z"]);
    const [row] = await api.context.sql`select * from notifications where id = ${sent.body.notificationId}`;
    expect(row).toMatchObject({
      purpose: "verify",
      kind: "voice",
      state: "queued",
      person_id: id,
      said: { contactId: contact.id },
    });
    const code = await codeSaid(sent.body.notificationId);
    expect(code).toMatch(/^\d{6}$/);
    const refused = await ask("POST", `${contact.path}/confirm`, { code: wrong(code) });
    expect([refused.status, refused.body.detail]).toEqual([
      422,
      "code: it is not the one that was sent; 4 tries left.",
    ]);
    const [stored] = await api.context.sql`select * from contacts where id = ${contact.id}`;
    const noted = await audits(`contact:${contact.id}`);
    for (const kept of [row, stored, noted, sent.text, refused.text])
      expect(JSON.stringify(kept)).not.toContain(code);
    const confirmed = await ask("POST", `${contact.path}/confirm`, { code });
    expect(confirmed.body).toEqual({
      id: contact.id,
      kind: "phone",
      address: "138****0002",
      verified: true,
    });
    expect(await audits(`contact:${contact.id}`)).toMatchObject([
      { action: "contact.add" },
      { action: "contact.send_code" },
      { action: "contact.wrong_code", detail: { tries: 1 } },
      { action: "contact.verify" },
    ]);
    const [dropped] = await api.context
      .sql`select state from notifications where id = ${sent.body.notificationId}`;
    expect(dropped!.state).toBe("dropped");
    expect((await ask("POST", `${contact.path}/verify`)).body.type).toBe(
      "urn:andon:problem:verified-already",
    );
    const moved = await ask("PATCH", contact.path, { address: "+8613800000003" });
    expect(moved.body).toMatchObject({ address: "138****0003", verified: false });
    expect((await ask("POST", `${contact.path}/confirm`, { code })).body.type).toBe(
      "urn:andon:problem:no-code",
    );
  });

  it("want a new code after five wrong ones, ten minutes, or another code", async () => {
    const { id } = await add("guesser");
    const contact = await addContact(id, "phone", "+8613800000004");
    const send = () => ask("POST", `${contact.path}/verify`);
    const confirm = async (code: string) =>
      (await ask("POST", `${contact.path}/confirm`, { code })).body.type ?? "verified";
    expect(await confirm("123456")).toBe("urn:andon:problem:no-code");
    const first = await codeSaid((await send()).body.notificationId);
    for (let n = 0; n < 5; n++) expect(await confirm(wrong(first))).toBe("urn:andon:problem:wrong-code");
    expect(await confirm(first)).toBe("urn:andon:problem:too-many-tries");

    const soon = await send();
    expect([soon.status, soon.headers.get("retry-after")]).toEqual([429, "60"]);
    api.context.setMachineNow(START + 60_000);
    const second = await codeSaid((await send()).body.notificationId);
    expect(second).not.toBe(first);
    expect(await confirm(first)).toBe("urn:andon:problem:wrong-code");
    api.context.setMachineNow(START + 660_000);
    expect(await confirm(second)).toBe("urn:andon:problem:code-expired");

    for (let n = 0; n < 3; n++) {
      api.context.setMachineNow(START + (12 + n) * 60_000);
      expect((await send()).status).toBe(202);
    }
    const [waiting] = await api.context.sql`
      select count(*)::int as n from notifications
      where purpose = 'verify' and state = 'queued' and said ->> 'contactId' = ${contact.id}`;
    expect(waiting!.n).toBe(1);
    api.context.setMachineNow(START + 20 * 60_000);
    expect((await send()).body.type).toBe("urn:andon:problem:too-many-codes");
    const last = await verificationCode(api.context, contact.id);
    expect(await confirm(last!)).toBe("verified");
    api.context.setMachineNow(START);
  });

  it("of a chat are told through a group of theirs with a robot of that kind", async () => {
    const { id } = await add("chatter");
    const contact = await addContact(id, "dingtalk", "13800000005");
    const none = await ask("POST", `${contact.path}/verify`);
    expect([none.status, none.body.detail]).toEqual([
      422,
      expect.stringContaining("no chat group has a dingtalk robot that is enabled"),
    ]);
    for (const key of ["aaa", "ours"]) {
      await ask("PUT", `/groups/${key}`, { name: key });
      await api.context.sql`
        insert into robots (id, group_key, kind, name, settings)
        values (gen_random_uuid(), ${key}, 'wecom', 'a', '{}'), (gen_random_uuid(), ${key}, 'dingtalk', 'r', '{}')`;
    }
    await ask("PATCH", "/roles/buyer", { groupKey: "ours", members: [id] });
    for (const what of ["verify", "test"]) {
      const { status, body } = await ask("POST", `${contact.path}/${what}`);
      expect(status).toBe(202);
      const [row] = await api.context.sql`
        select purpose, kind, group_key, person_id, said from notifications where id = ${body.notificationId}`;
      expect(row).toMatchObject({
        purpose: what,
        kind: "chat",
        group_key: "ours",
        person_id: id,
      });
      const [robot] = await api.context
        .sql`select kind, group_key from robots where id = ${row!.said.robotId}`;
      expect([row!.said.contactId, { ...robot }]).toEqual([
        contact.id,
        { kind: "dingtalk", group_key: "ours" },
      ]);
    }
    const mail = await addContact(id, "email", "chatter@example.com");
    expect((await ask("POST", `${mail.path}/test`)).body.detail).toContain("nothing sends e-mail");
  });
});

describe("roles and groups", () => {
  it("begin with the owners of the nodes, without members", async () => {
    const { roles } = (await ask("GET", "/roles")).body;
    expect(roles.map(({ key }: { key: string }) => key)).toEqual([
      "buyer",
      "cs_lead",
      "dispatch_lead",
      "finance_lead",
      "warehouse_lead",
    ]);
    expect(roles.find(({ key }: { key: string }) => key === "warehouse_lead")).toEqual({
      key: "warehouse_lead",
      nameZh: "仓库主管",
      nameEn: "Warehouse lead",
      groupKey: null,
      schedule: null,
      members: [],
    });
  });

  it("name only what there is", async () => {
    const { id } = await add("member");
    const stranger = "00000000-0000-4000-8000-000000000000";
    for (const [patch, detail] of [
      [{ members: [id, stranger] }, `members: there is no person "${stranger}"`],
      [{ members: [id, id] }, "members: somebody is named twice"],
      [{ groupKey: "nowhere" }, 'groupKey: there is no "nowhere"; known are '],
      [{ schedule: "never" }, 'schedule: there is no "never"; known are '],
      [{}, "must change at least one field"],
    ] as const) {
      const refused = await ask("PATCH", "/roles/cs_lead", patch);
      expect([refused.status, refused.body.detail]).toEqual([422, expect.stringContaining(detail)]);
    }
    expect((await ask("PATCH", "/roles/nobody", { members: [] })).status).toBe(404);
  });

  it("are added, and go when nothing needs them", async () => {
    const { id } = await add("owner");
    const role = { key: "vip_lead", nameZh: "VIP 管家", nameEn: "VIP lead", members: [id] };
    const added = await ask("POST", "/roles", role);
    expect([added.status, added.body]).toEqual([201, { ...role, groupKey: null, schedule: null }]);
    expect((await ask("POST", "/roles", role)).body.type).toBe("urn:andon:problem:role-exists");
    await ask("PUT", "/groups/vip", { name: "VIP 群" });
    await ask("PATCH", "/roles/vip_lead", { groupKey: "vip" });
    expect((await ask("DELETE", "/groups/vip")).body.detail).toContain('"vip" is the group of vip_lead');
    expect((await ask("DELETE", "/roles/vip_lead")).status).toBe(204);
    expect((await ask("DELETE", "/groups/vip")).status).toBe(204);
    expect((await ask("DELETE", "/groups/vip")).status).toBe(404);
    expect((await ask("DELETE", "/roles/buyer")).body.detail).toContain(
      '"buyer" owns allocating, awaiting_stock',
    );
    expect((await ask("PUT", "/groups/Bad%20Key", { name: "x" })).status).toBe(422);
    expect(await audits("role:vip_lead")).toMatchObject([
      { action: "role.add" },
      { action: "role.change", detail: { before: { groupKey: null }, after: { groupKey: "vip" } } },
      { action: "role.remove" },
    ]);
  });
});
