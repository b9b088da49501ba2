import { afterAll, beforeAll, expect, it } from "vitest";
import { type RobotServer, robotServer } from "../channels/testing/robot-server.ts";
import { type TestApi, testApi } from "../testing/api-server.ts";

const SECRET = "SEC0123456789abcdef";
let api: TestApi;
let provider: RobotServer;
beforeAll(async () => {
  provider = await robotServer();
  api = await testApi({ env: { DINGTALK_BASE_URL: provider.url } });
  api.context.setMachineNow(Date.parse("2026-11-11T02:00:00Z"));
  await ask("PUT", "/groups/warehouse", { name: "仓库群" });
});
afterAll(async () => {
  await api.close();
  await provider.close();
});

async function ask(method: string, path: string, body?: unknown) {
  const headers = { "content-type": "application/json" };
  const response = await api.call(`/api/v1${path}`, {
    method,
    ...(body !== undefined && { headers, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, body: text ? JSON.parse(text) : null };
}

const ROBOTS = "/groups/warehouse/robots";
const token = "abcdefghijklmnopqrstuvwxyz";
const add = async (more: object = {}) =>
  (await ask("POST", ROBOTS, { kind: "dingtalk", name: "仓库灯", token, secret: SECRET, ...more })).body;

it("adds, shows, changes and removes robots, and gives no secret away", async () => {
  const url = `https://oapi.dingtalk.com/robot/send?access_token=${token}`;
  const made = await ask("POST", ROBOTS, { kind: "dingtalk", name: "仓库灯", url, secret: SECRET });
  const shown = {
    kind: "dingtalk",
    name: "仓库灯",
    enabled: true,
    target: "…wxyz",
    signed: true,
    keyword: null,
  };
  expect(made).toMatchObject({ status: 201, body: shown });
  const path = `${ROBOTS}/${made.body.id}`;
  expect(await ask("PATCH", path, { enabled: false, secret: null, keyword: "订单" })).toMatchObject({
    status: 200,
    body: { enabled: false, signed: false, keyword: "订单", target: "…wxyz" },
  });
  const listed = await ask("GET", ROBOTS);
  expect(listed.body.robots).toHaveLength(1);
  const audits = await api.context.sql`select detail::text from audit where subject like 'robot:%'`;
  for (const text of [made.text, listed.text, ...audits.map(({ detail }) => detail)])
    expect(text).not.toMatch(/abcdefghij|SEC0123/);
  expect(audits).toHaveLength(2);
  expect((await ask("DELETE", path)).status).toBe(204);
  expect((await ask("DELETE", path)).status).toBe(404);
});

it("refuses what could never be reached", async () => {
  expect(await ask("POST", ROBOTS, { kind: "wecom", name: "x" })).toMatchObject({
    status: 422,
    body: { type: "urn:andon:problem:robot-out-of-reach", detail: expect.stringContaining("token") },
  });
  expect(
    (await ask("POST", ROBOTS, { kind: "webhook", name: "x", url: "ftp://a/b", secret: "s" })).status,
  ).toBe(422);
  expect((await ask("POST", ROBOTS, { kind: "pigeon", name: "x", token })).status).toBe(422);
  expect((await ask("POST", "/groups/none/robots", { kind: "wecom", name: "x", token })).status).toBe(404);
  expect((await ask("GET", "/groups/none/robots")).status).toBe(404);
});

it("sends a test, tells what the provider says, and tries it once", async () => {
  const { id } = await add();
  const path = `${ROBOTS}/${id}`;
  expect(await ask("POST", `${path}/test`)).toMatchObject({
    status: 200,
    body: { ok: true, answer: { status: 200, code: "0" } },
  });
  expect(provider.received[0]!.body.markdown.title).toMatch(/^【测试】.*的订单告警会发到这里$/);
  provider.next.push({ body: { errcode: 310000, errmsg: `sign not match ${SECRET}` } });
  await ask("PATCH", path, { enabled: false });
  expect((await ask("POST", `${path}/test`)).body).toMatchObject({
    ok: false,
    answer: { code: "310000", message: "sign not match …" },
  });
  expect(provider.received).toHaveLength(2);
  const [robot] = (await ask("GET", ROBOTS)).body.robots;
  expect(robot).toMatchObject({ id, lastError: "310000 sign not match …" });
});

it("keeps tests within the robot's budget", async () => {
  const { id } = await add({ name: "满" });
  const now = new Date(api.context.clock.machineNow());
  await api.context.sql`insert into sends select ${id}, ${now} from generate_series(1, 18)`;
  const refused = await ask("POST", `${ROBOTS}/${id}/test`);
  expect(refused).toMatchObject({ status: 429, body: { type: "urn:andon:problem:budget-spent" } });
  const [left] = await api.context.sql`
    select count(*)::int from notifications where said ->> 'robotId' = ${id}`;
  expect(left!.count).toBe(0);
});
