import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApi, testApi } from "../testing/api-server.ts";
import { TEST_NOW } from "../testing/context.ts";

let api: TestApi;
const people: Record<"wang" | "li" | "zhao" | "away", string> = { wang: "", li: "", zhao: "", away: "" };
beforeAll(async () => {
  api = await testApi();
  for (const [name, shown] of [
    ["wang", "王磊"],
    ["li", "李敏"],
    ["zhao", "赵总"],
    ["away", "离职"],
  ] as const) {
    people[name] = (await ask("POST", "/people", { name: shown, active: name !== "away" })).body.id;
    await api.context.sql`
      insert into contacts (id, person_id, kind, address, verified_at)
      values (gen_random_uuid(), ${people[name]}, 'phone', '+8613800000001', now())`;
  }
  await api.context.sql`
    insert into escalation_settings (one, settings) values (1, jsonb_build_object('fallback', jsonb_build_array(${people.zhao}::text)))
    on conflict (one) do update set settings = escalation_settings.settings || excluded.settings`;
  await ask("PUT", "/schedules/night", night());
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
  return { status: response.status, body: text ? JSON.parse(text) : null };
}

/** Wednesday noon of the test's week: turns are handed over at 20:00. */
const night = (more: object = {}) => ({
  nameZh: "夜班",
  nameEn: "Night shift",
  rotation: { every: "day" },
  startAt: "2026-11-09T20:00:00+08:00",
  participants: [people.wang, people.li],
  windows: [{ from: "20:00", to: "08:00" }],
  ...more,
});
const local = (iso: string) => new Date(Date.parse(iso) + 8 * 3_600_000).toISOString().slice(5, 16);
type Span = { from: string; to: string; person: { name: string } | null };
async function spans(from: string, to: string, schedule = "night") {
  const range = `from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`;
  const { body } = await ask("GET", `/schedules/${schedule}/on-call?${range}`);
  return (body.spans as Span[]).map((s) => [local(s.from), local(s.to), s.person?.name ?? null]);
}
const override = (from: string, to: string, more: object = {}) => ({
  personId: people.zhao,
  from: `2026-11-${from}:00+08:00`,
  to: `2026-11-${to}:00+08:00`,
  ...more,
});

describe("a schedule", () => {
  it("tells who has it when, and who is called where nobody has", async () => {
    expect(await spans("2026-11-11T12:00:00+08:00", "2026-11-13T12:00:00+08:00")).toEqual([
      ["11-11T12:00", "11-11T20:00", null],
      ["11-11T20:00", "11-12T08:00", "王磊"],
      ["11-12T08:00", "11-12T20:00", null],
      ["11-12T20:00", "11-13T08:00", "李敏"],
      ["11-13T08:00", "11-13T12:00", null],
    ]);
    await ask("PATCH", "/roles/warehouse_lead", { schedule: "night" });
    const { body } = await ask("GET", "/on-call/gaps?days=1");
    expect(body.gaps).toEqual([
      {
        schedule: "night",
        roles: ["warehouse_lead"],
        from: "2026-11-11T02:00:00.000Z",
        to: "2026-11-11T12:00:00.000Z",
        reason: "nobody_on_call",
        onCall: null,
        instead: "赵总",
        zh: "今天 10:00 到 20:00 没人值班，出事会打给赵总",
        en: "Nobody is on call from 10:00 today to 20:00; 赵总 would be called",
      },
      expect.objectContaining({ zh: "明早 8:00 到明早 10:00 没人值班，出事会打给赵总" }),
    ]);
    expect(body.unscheduled.map(({ role }: { role: string }) => role)).not.toContain("warehouse_lead");
    expect(body.unscheduled).toContainEqual({ role: "buyer", nameZh: "采购", nameEn: "Buyer" });
  });

  it("changes from now on, or later, and keeps what was", async () => {
    const day = night({ startAt: "2026-11-01T00:00:00+08:00", windows: null, participants: [people.wang] });
    const first = await ask("PUT", "/schedules/day", day);
    expect([first.status, first.body]).toEqual([
      200,
      {
        ...day,
        key: "day",
        timezone: "Asia/Shanghai",
        startAt: "2026-10-31T16:00:00.000Z",
        validFrom: new Date(TEST_NOW).toISOString(),
      },
    ]);
    const next = { ...day, participants: [people.li], validFrom: "2026-11-16T00:00:00+08:00" };
    expect((await ask("PUT", "/schedules/day", next)).status).toBe(200);
    expect(await spans("2026-11-10T00:00:00+08:00", "2026-11-17T00:00:00+08:00", "day")).toEqual([
      ["11-10T00:00", "11-16T00:00", "王磊"],
      ["11-16T00:00", "11-17T00:00", "李敏"],
    ]);
    const { body } = await ask("GET", "/schedules/day");
    expect([body.onCallNow.name, body.versions.length]).toEqual(["王磊", 2]);
    const { body: all } = await ask("GET", "/schedules");
    expect(all.schedules.map(({ key }: { key: string }) => key)).toEqual(["day", "night"]);
    const noted = await api.context.sql`select action from audit where subject = 'schedule:day' order by id`;
    expect(noted.map(({ action }) => action)).toEqual(["schedule.set", "schedule.set"]);
  });

  it.each<[string, object | (() => object), string]>([
    ["nobody in turn", { participants: [] }, "participants: must name at least one person"],
    [
      "a stranger",
      { participants: ["00000000-0000-4000-8000-000000000000"] },
      'participants: there is no person "00000000-',
    ],
    ["somebody who left", () => ({ participants: [people.away] }), "participants: 离职 is not active"],
    ["hours without a number", { rotation: { every: "hours" } }, "body rotation.hours"],
    ["a zone that is none", { timezone: "Asia/Nowhere" }, "timezone: must be an IANA time zone"],
    ["windows that are none", { windows: [] }, "windows: must hold a window, or be null"],
    ["a start without offset", { startAt: "2026-11-09T20:00:00" }, "startAt: must be RFC 3339"],
    [
      "the past",
      { validFrom: "2026-11-01T00:00:00+08:00" },
      "validFrom: 2026-10-31T16:00:00.000Z has passed, and who was on call then stays",
    ],
  ])("refuses %s", async (_what, more, detail) => {
    const body = night(typeof more === "function" ? more() : more);
    const refused = await ask("PUT", "/schedules/refused", body);
    expect([refused.status, refused.body.detail]).toEqual([422, expect.stringContaining(detail)]);
    expect((await ask("GET", "/schedules/refused")).status).toBe(404);
  });

  it("goes when nobody asks it", async () => {
    await ask("PUT", "/schedules/spare", night());
    await ask("PATCH", "/roles/buyer", { schedule: "spare" });
    const steps = [{ kind: "voice", targets: [{ kind: "owner" }, { kind: "schedule", schedule: "spare" }] }];
    await api.context.sql`
      insert into policy_versions (key, valid_from, settings)
      values ('vip', now(), ${JSON.stringify({ steps })}::text::jsonb)`;
    expect((await ask("DELETE", "/schedules/spare")).body.detail).toBe(
      '"spare" is asked by role buyer, policy vip; change these first.',
    );
    await ask("PATCH", "/roles/buyer", { schedule: null });
    await api.context.sql`delete from policy_versions where key = 'vip'`;
    expect((await ask("DELETE", "/schedules/spare")).status).toBe(204);
    expect((await ask("DELETE", "/schedules/spare")).status).toBe(404);
  });

  it("answers for three months at most", async () => {
    const far = "from=2026-11-11T00:00:00Z&to=2027-03-01T00:00:00Z";
    expect((await ask("GET", `/schedules/night/on-call?${far}`)).status).toBe(422);
    expect((await ask("GET", "/schedules/night/on-call?until=now")).status).toBe(422);
    expect((await ask("GET", "/on-call/gaps?days=93")).status).toBe(422);
  });
});

describe("an override", () => {
  it("fills a gap, stands in for one person only where asked, and can be taken back", async () => {
    await ask("PUT", "/schedules/o", night());
    const made = await ask(
      "POST",
      "/schedules/o/overrides",
      override("12T08:00", "12T14:00", { note: "盘点" }),
    );
    expect([made.status, made.body]).toEqual([
      201,
      {
        id: made.body.id,
        schedule: "o",
        personId: people.zhao,
        insteadOf: null,
        from: "2026-11-12T00:00:00.000Z",
        to: "2026-11-12T06:00:00.000Z",
        note: "盘点",
      },
    ]);
    await ask("POST", "/schedules/o/overrides", override("12T18:00", "14T02:00", { insteadOf: people.li }));
    const noon = "2026-11-11T23:00:00+08:00";
    expect(await spans(noon, "2026-11-14T04:00:00+08:00", "o")).toEqual([
      ["11-11T23:00", "11-12T08:00", "王磊"],
      ["11-12T08:00", "11-12T14:00", "赵总"],
      ["11-12T14:00", "11-12T20:00", null],
      ["11-12T20:00", "11-13T08:00", "赵总"],
      ["11-13T08:00", "11-13T20:00", null],
      ["11-13T20:00", "11-14T04:00", "王磊"],
    ]);
    expect((await ask("DELETE", `/schedules/o/overrides/${made.body.id}`)).status).toBe(204);
    expect((await ask("DELETE", `/schedules/o/overrides/${made.body.id}`)).status).toBe(404);
    expect(await spans("2026-11-12T08:00:00+08:00", "2026-11-12T20:00:00+08:00", "o")).toEqual([
      ["11-12T08:00", "11-12T20:00", null],
    ]);
    const noted = await api.context
      .sql`select action, detail from audit where subject = 'schedule:o' order by id`;
    expect(noted.map(({ action }) => action)).toEqual([
      "schedule.set",
      "override.add",
      "override.add",
      "override.cancel",
    ]);
  });

  it("is refused when it would do nothing, or collides", async () => {
    await ask("PUT", "/schedules/r", night());
    const standing = await ask("POST", "/schedules/r/overrides", override("12T20:00", "12T22:00"));
    for (const [body, detail] of [
      [override("12T21:00", "12T23:00"), `take override ${standing.body.id} away`],
      [
        override("12T19:00", "12T21:00", { insteadOf: people.li }),
        "from, to: 赵总 stands in from 2026-11-12T12:00",
      ],
      [override("13T10:00", "13T10:00"), "to: 2026-11-13T02:00:00.000Z is not later than from"],
      [override("11T08:00", "11T10:00"), "to: 2026-11-11T02:00:00.000Z has passed"],
      [
        { ...override("12T08:00", "12T09:00"), to: "2027-03-01T00:00:00Z" },
        "to: more than 92 days after from",
      ],
      [override("13T20:00", "13T22:00", { insteadOf: people.li }), "insteadOf: 李敏 has no turn between"],
      [
        override("13T20:00", "13T22:00", { insteadOf: people.zhao }),
        "insteadOf: nobody stands in for themselves",
      ],
      [override("13T20:00", "13T22:00", { personId: people.away }), "personId: 离职 is not active"],
    ] as const) {
      const refused = await ask("POST", "/schedules/r/overrides", body);
      expect([refused.status, refused.body.detail]).toEqual([422, expect.stringContaining(detail)]);
    }
    expect((await ask("POST", "/schedules/none/overrides", override("12T08:00", "12T09:00"))).status).toBe(
      404,
    );
  });

  it("is never made twice for one span, however many ask at once", async () => {
    await ask("PUT", "/schedules/race", night());
    const asked = Array.from({ length: 6 }, () =>
      ask("POST", "/schedules/race/overrides", override("12T20:00", "12T22:00")),
    );
    const statuses = (await Promise.all(asked)).map(({ status }) => status).sort();
    expect(statuses).toEqual([201, 422, 422, 422, 422, 422]);
  });
});

describe("a swap", () => {
  it("gives each the other's turns, or changes nothing", async () => {
    await ask("PUT", "/schedules/s", night());
    const turn = (personId: string, day: string, until: string) => ({
      personId,
      from: `2026-11-${day}T20:00:00+08:00`,
      to: `2026-11-${until}T08:00:00+08:00`,
    });
    const first = turn(people.wang, "11", "12");
    const second = turn(people.li, "12", "13");
    const swapped = await ask("POST", "/schedules/s/swaps", { first, second });
    expect(swapped.status).toBe(201);
    const nights = async () =>
      (await spans("2026-11-11T20:00:00+08:00", "2026-11-15T08:00:00+08:00", "s"))
        .map(([, , name]) => name)
        .filter(Boolean);
    expect(await nights()).toEqual(["李敏", "王磊", "王磊", "李敏"]);

    const free = turn(people.wang, "13", "14");
    const taken = turn(people.li, "12", "13");
    const refused = await ask("POST", "/schedules/s/swaps", { first: free, second: taken });
    expect([refused.status, refused.body.type]).toEqual([422, "urn:andon:problem:overlaps"]);
    expect(await nights()).toEqual(["李敏", "王磊", "王磊", "李敏"]);
    for (const [body, detail] of [
      [{ first, second: { ...second, personId: people.wang } }, "second.personId: it is the first one"],
      [{ first: { ...free, personId: people.li }, second: free }, "first.personId: 李敏 has no turn between"],
    ] as const) {
      const { body: problem } = await ask("POST", "/schedules/s/swaps", body);
      expect(problem.detail).toContain(detail);
    }
  });
});

describe("the calendar feed", () => {
  it("opens by the secret in its address, and only by that", async () => {
    await ask("PUT", "/schedules/cal", night());
    await ask("POST", "/schedules/cal/overrides", override("12T20:00", "12T22:00"));
    const feed = (path: string) => fetch(`${api.url}/api/v1/schedules/${path}`);
    expect((await feed("cal.ics?token=")).status).toBe(401);
    const { status, body } = await ask("POST", "/schedules/cal/feed");
    expect(status).toBe(201);
    const address = new URL(body.url);
    const answer = await fetch(api.url + address.pathname + address.search);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([
      200,
      "text/calendar; charset=utf-8",
    ]);
    const text = await answer.text();
    expect(text).toMatch(/^BEGIN:VCALENDAR\r\n/);
    const event = text.split("BEGIN:VEVENT").find((part) => part.includes("DTSTART:20261112T120000Z"))!;
    expect(event).toContain("DTEND:20261112T140000Z");
    expect(event).toContain("SUMMARY:赵总 值班 · 夜班");
    expect(event).toContain("DESCRIPTION:替班");
    expect(text).toContain("SUMMARY:没人值班 · 夜班");
    expect(text).not.toContain("13800000001");
    const stamps = /DTSTAMP:\d{8}T\d{6}Z/;
    const again = await (await fetch(api.url + address.pathname + address.search)).text();
    expect(again.replace(stamps, "")).toBe(text.replace(stamps, ""));

    const { body: next } = await ask("POST", "/schedules/cal/feed");
    expect((await feed(`cal.ics${address.search}`)).status).toBe(401);
    expect((await feed(`night.ics${new URL(next.url).search}`)).status).toBe(401);
    expect((await feed(`cal.ics${new URL(next.url).search}`)).status).toBe(200);
    const noted = await api.context.sql`select detail::text from audit where action = 'feed.open'`;
    expect(noted.map(({ detail }) => detail)).toEqual(["{}", "{}"]);
    expect((await feed("cal")).status).toBe(401);
  });
});
