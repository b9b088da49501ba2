import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Pairing } from "../../domain/wire/tvs.ts";
import { type TestApi, testApi } from "../testing/api-server.ts";
import { signedIn } from "../testing/signed-in.ts";
import {
  CODE_LIVES_MS,
  CODES_PER_ADDRESS,
  PAIRING_KEPT_MS,
  TRIES_WINDOW_MS,
  WRONG_CODES_PER_USER,
} from "../tvs/limits.ts";
import { credentialOf } from "../tvs/testing/television.ts";

const START = Date.parse("2026-11-11T02:00:00Z");
const SECOND = 1_000;
let api: TestApi;
let now = START;
let playlistId: string;

beforeAll(async () => {
  api = await testApi();
  playlistId = (await api.get("/api/v1/playlists")).playlists[0].id;
});
afterAll(() => api.close());
beforeEach(async () => {
  now = START;
  api.context.setMachineNow(now);
  await api.context.sql`truncate tvs, pairings, rate_limits, audit`;
});

const pass = (ms: number) => {
  now += ms;
  api.context.setMachineNow(now);
};

async function send(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
  const response = await api.call(`/api/v1${path}`, {
    method,
    headers: { ...(body && { "content-type": "application/json" }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : JSON.parse(text), response };
}

const open = { authorization: "" };
const begin = async () => (await send("POST", "/tv/pairings", undefined, open)).body as Pairing;
const ask = ({ device_code }: Pairing) => send("POST", "/tv/token", { device_code }, open);
const approve = ({ user_code }: Pairing, name: string) =>
  send("POST", "/pairings/approve", { userCode: user_code, name, playlistId });

/** A television that was let in; its credential, and its id. */
async function paired(name: string) {
  const pairing = await begin();
  const { id } = (await approve(pairing, name)).body;
  const { status, response } = await ask(pairing);
  expect(status).toBe(200);
  return { id: id as string, credential: credentialOf(response) };
}

it("pairs a television by the code that it shows, with a credential that only it ever has", async () => {
  const pairing = await begin();
  expect(pairing).toMatchObject({
    user_code: expect.stringMatching(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/),
    verification_uri: `${api.url}/tvs/pair`,
    verification_uri_complete: `${api.url}/tvs/pair?code=${pairing.user_code}`,
    expires_in: 600,
    interval: 5,
  });
  expect(await ask(pairing)).toMatchObject({ status: 400, body: { error: "authorization_pending" } });
  pass(5 * SECOND);
  // As a person types it.
  const typed = pairing.user_code.toLowerCase().replace("-", " ");
  expect(await send("POST", "/pairings/find", { userCode: typed })).toMatchObject({
    status: 200,
    body: { userCode: pairing.user_code, expiresAt: new Date(START + CODE_LIVES_MS).toISOString() },
  });
  const approved = await approve(pairing, "仓库北墙");
  expect(approved).toMatchObject({ status: 201, body: { name: "仓库北墙" } });
  expect(approved.response.headers.get("set-cookie")).toBeNull();

  const { body, response } = await ask(pairing);
  expect(body).toEqual({ id: approved.body.id, name: "仓库北墙" });
  expect(response.headers.get("set-cookie")).toMatch(/; Path=\/; HttpOnly; SameSite=Lax; Max-Age=34560000$/);
  const credential = credentialOf(response);
  const asTv = { authorization: "", cookie: `andon_tv=${credential}` };
  expect(await sendAs("GET", "/tv", asTv)).toMatchObject({ status: 200, body: { name: "仓库北墙" } });
  expect(await sendAs("GET", "/board", asTv)).toMatchObject({ status: 200 });
  expect(await sendAs("GET", "/orders", asTv)).toMatchObject({ status: 403 });
  expect(await sendAs("GET", "/tvs", asTv)).toMatchObject({ status: 403 });

  pass(5 * SECOND);
  expect(await ask(pairing)).toMatchObject({ status: 400, body: { error: "expired_token" } });
  const kept = JSON.stringify(
    await api.context.sql`
      select (select json_agg(t) from tvs t) as tvs, (select json_agg(p) from pairings p) as pairings,
        (select json_agg(a) from audit a) as audit, (select json_agg(r) from rate_limits r) as tries`,
  );
  for (const secret of [credential, pairing.device_code]) expect(kept).not.toContain(secret);
  const audit = await api.context.sql`select actor, action from audit order by id`;
  expect(audit).toEqual([
    { actor: "key:made", action: "tv.approve" },
    { actor: `tv:${body.id}`, action: "tv.join" },
  ]);
});

it("gives a television whose answer was lost another credential, until it has come with one", async () => {
  const pairing = await begin();
  const { id } = (await approve(pairing, "断网")).body;
  const lost = await ask(pairing);
  expect((await ask(pairing)).body.error).toBe("slow_down");
  pass(10 * SECOND);
  const again = await ask(pairing);
  expect(again).toMatchObject({ status: 200, body: { id, name: "断网" } });
  const as = ({ response }: typeof again) => ({ cookie: `andon_tv=${credentialOf(response)}` });
  expect(await sendAs("GET", "/tv", as(lost))).toMatchObject({ status: 401 });
  pass(10 * SECOND);
  const last = await ask(pairing);
  expect(await sendAs("GET", "/tv", as(last))).toMatchObject({ status: 200, body: { id } });
  pass(10 * SECOND);
  expect((await ask(pairing)).body.error).toBe("expired_token");
  expect(await sendAs("GET", "/tv", as(last))).toMatchObject({ status: 200 });

  const late = await begin();
  await approve(late, "太晚");
  expect(await ask(late)).toMatchObject({ status: 200 });
  pass(CODE_LIVES_MS);
  expect((await ask(late)).body.error).toBe("expired_token");
});

/** Without the test's own key. */
async function sendAs(method: string, path: string, { cookie }: { cookie: string }) {
  const response = await fetch(`${api.url}/api/v1${path}`, { method, headers: { cookie } });
  return { status: response.status, body: await response.json() };
}

it("slows down who asks too often, by five seconds each time, and lets who waits go on", async () => {
  const pairing = await begin();
  const error = async () => {
    const { body } = await ask(pairing);
    return [body.error, body.interval];
  };
  expect(await error()).toEqual(["authorization_pending", 5]);
  pass(SECOND);
  expect(await error()).toEqual(["slow_down", 10]);
  pass(6 * SECOND);
  expect(await error()).toEqual(["slow_down", 15]);
  pass(15 * SECOND - 400);
  expect(await error()).toEqual(["authorization_pending", 15]);
});

it("is over after ten minutes, when it was turned away, and for whoever makes a code up", async () => {
  const late = await begin();
  pass(CODE_LIVES_MS);
  expect((await ask(late)).body.error).toBe("expired_token");
  expect(await approve(late, "晚了")).toMatchObject({ status: 404 });
  const denied = await begin();
  expect(await send("POST", "/pairings/deny", { userCode: denied.user_code })).toMatchObject({ status: 204 });
  expect((await ask(denied)).body.error).toBe("access_denied");
  expect(await approve(denied, "不行")).toMatchObject({ status: 404 });
  expect((await ask({ ...denied, device_code: "made up" })).body.error).toBe("expired_token");
  expect(await send("POST", "/tv/token", {}, open)).toMatchObject({ status: 422 });
});

it("lets one of many who ask at once have the credential", async () => {
  const pairing = await begin();
  await approve(pairing, "只有一个");
  const answers = await Promise.all(Array.from({ length: 8 }, () => ask(pairing)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
});

it("counts codes that nobody shows against who types them, and no right one", async () => {
  const { cookie } = await signedIn(api.context, "manager");
  const as = async (userCode: string) => {
    const response = await fetch(`${api.url}/api/v1/pairings/find`, {
      method: "POST",
      headers: { cookie, origin: api.url, "content-type": "application/json" },
      body: JSON.stringify({ userCode }),
    });
    return response.status;
  };
  const right = await begin();
  for (let i = 0; i < WRONG_CODES_PER_USER; i++) {
    expect(await as("BBBB-BBBB")).toBe(404);
    expect(await as(right.user_code)).toBe(i + 1 < WRONG_CODES_PER_USER ? 200 : 429);
  }
  expect(await as(right.user_code)).toBe(429);
  // Another one is not held back by it, but all of one address are.
  expect(await send("POST", "/pairings/find", { userCode: right.user_code })).toMatchObject({ status: 200 });
  const codes = await Promise.all(
    Array.from({ length: 40 }, () => send("POST", "/pairings/find", { userCode: "CCCC-CCCC" })),
  );
  expect(codes.some(({ status }) => status === 429)).toBe(true);
  pass(TRIES_WINDOW_MS);
  const next = await begin();
  expect(await as(next.user_code)).toBe(200);
});

it("counts tries by the caller that a proxy tells of, so that one keeps nobody else behind it from pairing", async () => {
  const { publicUrl } = api.context.env;
  api.context.env.publicUrl = "https://andon.example.com";
  const from = (caller: string) => ({ "x-forwarded-for": `203.0.113.9, ${caller}` });
  const begun = (caller: string) => send("POST", "/tv/pairings", undefined, { ...open, ...from(caller) });
  const many = await Promise.all(Array.from({ length: CODES_PER_ADDRESS + 1 }, () => begun("198.51.100.7")));
  expect(many.filter(({ status }) => status === 429)).toHaveLength(1);
  expect(await begun("198.51.100.8")).toMatchObject({ status: 200 });
  await send("POST", "/pairings/find", { userCode: "BBBB-BBBB" }, from("198.51.100.7"));
  const guesses = await api.context.sql`select key from rate_limits where key like 'tv-guess-from:%'`;
  expect(guesses).toEqual([{ key: "tv-guess-from:198.51.100.7" }]);
  api.context.env.publicUrl = publicUrl;
});

it("frees the name of one that was approved and never came", async () => {
  const pairing = await begin();
  await approve(pairing, "没来");
  const again = await begin();
  expect(await approve(again, "没来")).toMatchObject({
    status: 422,
    body: { detail: expect.stringContaining("name") },
  });
  pass(CODE_LIVES_MS + PAIRING_KEPT_MS + SECOND);
  await begin();
  expect((await api.get("/api/v1/tvs")).tvs).toEqual([]);
});

it("renames, re-points, sets and revokes; the name is free for the next", async () => {
  const { id, credential } = await paired("北墙");
  await paired("南墙");
  const other = await send("POST", "/playlists", {
    name: "仓库",
    entries: [{ screen: "board", seconds: 30, lanes: ["warehouse"] }],
  });
  expect(other.status).toBe(201);
  const patch = { name: "西墙", playlistId: other.body.id, settings: { theme: "light", volume: 20 } };
  expect(await send("PATCH", `/tvs/${id}`, patch)).toMatchObject({
    status: 200,
    body: { name: "西墙", playlistName: "仓库", settings: { theme: "light", volume: 20, language: "zh-CN" } },
  });
  expect(await send("PATCH", `/tvs/${id}`, { settings: { chime: true } })).toMatchObject({
    body: { settings: { theme: "light", volume: 20, chime: true } },
  });
  expect(await send("PATCH", `/tvs/${id}`, { name: "南墙" })).toMatchObject({ status: 422 });
  expect(await send("PATCH", `/tvs/${id}`, { settings: { volume: 101 } })).toMatchObject({ status: 422 });
  expect(await send("DELETE", `/playlists/${other.body.id}`)).toMatchObject({
    status: 422,
    body: { detail: expect.stringContaining("1 television") },
  });
  expect(await send("POST", `/tvs/${id}/commands`, { do: "pause" })).toMatchObject({ status: 204 });
  expect((await api.get("/api/v1/tvs")).tvs.find((tv: { id: string }) => tv.id === id).paused).toBe(true);

  expect(await send("DELETE", `/tvs/${id}`)).toMatchObject({ status: 204 });
  expect(await send("DELETE", `/tvs/${id}`)).toMatchObject({ status: 404 });
  expect(await send("PATCH", `/tvs/${id}`, { name: "x" })).toMatchObject({ status: 404 });
  pass(5 * SECOND);
  const asTv = { cookie: `andon_tv=${credential}` };
  expect(await sendAs("GET", "/board", asTv)).toMatchObject({ status: 401 });
  await paired("西墙");
  expect(await send("DELETE", `/playlists/${other.body.id}`)).toMatchObject({ status: 204 });
  const actions = await api.context.sql`select action from audit where action not like 'tv.join' order by id`;
  expect(actions.map(({ action }) => action)).toEqual([
    "tv.approve",
    "tv.approve",
    "playlist.add",
    "tv.change",
    "tv.change",
    "tv.command",
    "tv.revoke",
    "tv.approve",
    "playlist.remove",
  ]);
});

it("refuses playlists that nobody could show, and says which field", async () => {
  const base = { name: "坏的", entries: [{ screen: "board", seconds: 30 }] };
  const cases: [object, string][] = [
    [{ ...base, entries: [] }, "entries"],
    [{ ...base, entries: [{ screen: "board", seconds: 4 }] }, "seconds"],
    [{ ...base, entries: [{ screen: "board", seconds: 30, lanes: ["nowhere"] }] }, "lanes"],
    [{ ...base, entries: [{ screen: "board", seconds: 30, windowHours: 5 }] }, "windowHours"],
    [{ ...base, entries: [{ screen: "node", seconds: 30, node: "nowhere" }] }, "entries[0].node"],
    [{ ...base, entries: [{ screen: "board", seconds: 30, node: "picking" }] }, "entries[0].node"],
    [{ ...base, preemption: { holdSeconds: 0 } }, "holdSeconds"],
    [{ ...base, name: " " }, "name"],
    [{ ...base, name: "作战室" }, "name"],
    [{ ...base, colour: 1 }, "colour"],
  ];
  for (const [body, field] of cases) {
    const refused = await send("POST", "/playlists", body);
    expect([body, refused.status]).toEqual([body, 422]);
    expect(JSON.stringify(refused.body)).toContain(field);
  }
  const { playlists } = await api.get("/api/v1/playlists");
  expect(playlists).toHaveLength(1);
  expect(await send("DELETE", `/playlists/${playlists[0].id}`)).toMatchObject({
    status: 422,
    body: { detail: expect.stringContaining("last playlist") },
  });
});
