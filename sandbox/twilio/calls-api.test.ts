import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import twilioLibrary from "twilio";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { SANDBOX_ACCOUNT, SANDBOX_TOKEN } from "../options.ts";
import { against, answerSchema, formFields } from "../testing/against-description.ts";
import { type OpenSandbox, openSandbox } from "../testing/open-sandbox.ts";

const CALLS = "/2010-04-01/Accounts/{AccountSid}/Calls.json";
const CALL = "/2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.json";
const MENU =
  '<Response><Gather numDigits="1" timeout="8" action="/gather?a=1&amp;b=2"><Say language="zh-CN">打包待出库有二十三单超时</Say></Gather><Redirect>/silence</Redirect></Response>';

let box: OpenSandbox;
/** What the product's side was asked, and whether Twilio's own library takes the signature for right. */
const heard: { path: string; fields: Record<string, string>; signed: boolean }[] = [];
const product = createServer(async (request, response) => {
  let body = "";
  for await (const part of request) body += part;
  const fields = Object.fromEntries(new URLSearchParams(body));
  const signature = String(request.headers["x-twilio-signature"]);
  const signed = twilioLibrary.validateRequest(SANDBOX_TOKEN, signature, productUrl + request.url, fields);
  heard.push({ path: request.url!, fields, signed });
  const document = request.url!.startsWith("/menu") ? MENU : "<Response><Say>ok</Say></Response>";
  response.writeHead(200, { "content-type": "text/xml" }).end(document);
});
let productUrl = "";

beforeAll(async () => {
  box = await openSandbox();
  await new Promise<void>((resolve) => product.listen(0, "127.0.0.1", resolve));
  productUrl = `http://127.0.0.1:${(product.address() as AddressInfo).port}`;
});
afterEach(async () => {
  heard.length = 0;
  await box.post("/sandbox/reset");
});
afterAll(() => {
  product.close();
  product.closeAllConnections();
  box.close();
});

const api = (path: string, form?: Record<string, string> | [string, string][], token = SANDBOX_TOKEN) =>
  fetch(`${box.url}/twilio/2010-04-01/Accounts/${SANDBOX_ACCOUNT}${path}`, {
    ...(form ? { method: "POST", body: new URLSearchParams(form) } : {}),
    headers: { authorization: `Basic ${btoa(`${SANDBOX_ACCOUNT}:${token}`)}` },
  });

const EVENTS: [string, string][] = ["initiated", "ringing", "answered", "completed"].map((event) => [
  "StatusCallbackEvent",
  event,
]);
async function call(more: [string, string][] = []): Promise<string> {
  const response = await api("/Calls.json", [
    ["To", "+8613800000001"],
    ["From", "+15005550006"],
    ["Url", `${productUrl}/menu`],
    ["StatusCallback", `${productUrl}/status`],
    ...EVENTS,
    ...more,
  ]);
  expect(response.status).toBe(201);
  const { sid } = (await response.json()) as { sid: string };
  await box.get("/sandbox/calls");
  return sid;
}
const steps = () => heard.map(({ path, fields }) => `${path} ${fields.CallStatus ?? fields.AnsweredBy}`);

test("calls are answered as Twilio's own description says, when made, read, listed and canceled", async () => {
  const made = await api("/Calls.json", {
    To: "+8613800000001",
    From: "+15005550006",
    Url: `${productUrl}/menu`,
  });
  const body = (await made.json()) as { sid: string };
  expect(against(answerSchema(CALLS, "post", 201), body)).toEqual([]);
  const list = (await (await api("/Calls.json?To=%2B8613800000001&PageSize=1")).json()) as {
    calls: object[];
  };
  expect(against(answerSchema(CALLS, "get", 200), list)).toEqual([]);
  expect(list.calls).toHaveLength(1);
  const canceled = await (await api(`/Calls/${body.sid}.json`, { Status: "canceled" })).json();
  expect(against(answerSchema(CALL, "post", 200), canceled)).toEqual([]);
  expect(canceled).toMatchObject({ status: "canceled" });
  const read = await (await api(`/Calls/${body.sid}.json`)).json();
  expect(against(answerSchema(CALL, "get", 200), read)).toEqual([]);
});

test("the description itself is what makes an answer wrong", () => {
  const schema = answerSchema(CALLS, "post", 201);
  expect(against(schema, { sid: "CA1" })).toContain("$.sid is not ^CA[0-9a-fA-F]{32}$");
  expect(against(schema, { digits: "1" })).toContain("$.digits is not in the description");
});

test("it reads no field that Twilio does not know", async () => {
  const known = formFields(CALLS);
  const { readRequest } = await import("./read-request.ts");
  const asked: string[] = [];
  const form = new URLSearchParams({ To: "+8613800000001", From: "+15005550006", Twiml: MENU });
  const spy = new Proxy(form, {
    get: (target, name) => (field: string) => {
      asked.push(field);
      return (target[name as "get"] as (field: string) => string | null).call(target, field);
    },
  });
  expect(readRequest(spy)).toMatchObject({ to: "+8613800000001" });
  expect(asked.filter((field) => !known.includes(field))).toEqual([]);
  expect(asked.length).toBeGreaterThan(10);
});

test("a wrong token, a missing number and a wrong number are refused in Twilio's numbers", async () => {
  const code = async (response: Promise<Response>) => {
    const { status, code } = (await (await response).json()) as { status: number; code: number };
    return [(await response).status, status, code];
  };
  expect(await code(api("/Calls.json", {}, "wrong"))).toEqual([401, 401, 20003]);
  expect(await code(api("/Calls.json", {}))).toEqual([400, 400, 21201]);
  expect(await code(api("/Calls.json", { To: "+8613800000001" }))).toEqual([400, 400, 21213]);
  expect(await code(api("/Calls.json", { To: "13800000001", From: "+15005550006" }))).toEqual([
    400, 400, 21211,
  ]);
  expect(await code(api("/Calls.json", { To: "+8613800000001", From: "+15005550006" }))).toEqual([
    400, 400, 21205,
  ]);
  expect(await code(api("/Calls/CA00000000000000000000000000000000.json"))).toEqual([404, 404, 20404]);
});

test("somebody answers, hears the menu, presses 1, and the product is told each step once, signed", async () => {
  const sid = await call();
  expect(await box.told(`/sandbox/calls/${sid}/answer`)).toMatchObject({
    status: "in-progress",
    said: ["打包待出库有二十三单超时"],
    listens: true,
  });
  expect(await box.told(`/sandbox/calls/${sid}/press`, { digits: "1" })).toMatchObject({
    status: "completed",
  });
  expect(steps().sort()).toEqual([
    "/gather?a=1&b=2 in-progress",
    "/menu in-progress",
    "/status completed",
    "/status in-progress",
    "/status initiated",
    "/status ringing",
  ]);
  expect(heard.filter(({ signed }) => !signed)).toEqual([]);
  expect(heard.find(({ path }) => path.startsWith("/gather"))!.fields).toMatchObject({
    Digits: "1",
    CallSid: sid,
  });
  const sequence = heard.filter(({ path }) => path === "/status").map(({ fields }) => fields.SequenceNumber);
  expect(sequence).toEqual(["0", "1", "2", "3"]);
});

test("silence falls through to the redirect; a hang-up does not reach the menu's action", async () => {
  const silent = await call();
  await box.post(`/sandbox/calls/${silent}/answer`);
  await box.post("/sandbox/clock", { advanceMs: 8_100 });
  expect(steps()).toContain("/silence in-progress");
  heard.length = 0;
  const hungUp = await call();
  await box.post(`/sandbox/calls/${hungUp}/answer`);
  expect(await box.told(`/sandbox/calls/${hungUp}/hangup`)).toMatchObject({ status: "completed" });
  expect(steps().filter((step) => !step.startsWith("/status"))).toEqual(["/menu in-progress"]);
});

test.each([
  ["busy", "busy"],
  ["no-answer", "no-answer"],
  ["fail", "failed"],
])("%s ends a call that rings", async (how, status) => {
  const sid = await call();
  expect(await box.told(`/sandbox/calls/${sid}/${how}`)).toMatchObject({ status });
  expect(steps().at(-1)).toBe(`/status ${status}`);
  expect((await box.post(`/sandbox/calls/${sid}/answer`)).status).toBe(409);
});

test("a phone that nobody answers stops ringing after a minute", async () => {
  const sid = await call();
  await box.post("/sandbox/clock", { advanceMs: 59_000 });
  expect((await box.get("/sandbox/calls")).calls[0].status).toBe("ringing");
  await box.post("/sandbox/clock", { advanceMs: 1_001 });
  expect((await box.get("/sandbox/calls")).calls).toMatchObject([{ sid, status: "no-answer" }]);
});

test("voicemail is told as a machine in a callback of its own", async () => {
  const sid = await call([
    ["MachineDetection", "Enable"],
    ["AsyncAmd", "true"],
    ["AsyncAmdStatusCallback", `${productUrl}/amd`],
  ]);
  await box.post(`/sandbox/calls/${sid}/voicemail`);
  expect(steps()).toContain("/amd machine_start");
  expect((await box.get("/sandbox/calls")).calls[0]).toMatchObject({ status: "in-progress" });
});

test("callbacks are lost, repeated, reordered and signed wrongly on demand", async () => {
  const run = async (kind: string, times: number) => {
    heard.length = 0;
    await box.post("/sandbox/faults", { where: "callbacks", kind, times });
    const sid = await call();
    await box.post(`/sandbox/calls/${sid}/busy`);
    return heard.map(({ fields, signed }) => `${fields.SequenceNumber}${signed ? "" : "!"}`);
  };
  expect(await run("lost", 1)).toEqual(["1", "2"]);
  expect(await run("duplicated", 3)).toEqual(["0", "0", "1", "1", "2", "2"]);
  expect(await run("reordered", 1)).toEqual(["1", "0", "2"]);
  expect(await run("wrong_sign", 1)).toEqual(["0!", "1", "2"]);
});

test("the API times out after taking the call, which rings all the same", async () => {
  await box.post("/sandbox/faults", { where: "twilio", kind: "timeout", times: 1, ms: 20 });
  const form = { To: "+8613800000001", From: "+15005550006", Url: `${productUrl}/menu` };
  await expect(api("/Calls.json", form)).rejects.toThrow();
  expect((await box.get("/sandbox/calls")).calls).toMatchObject([{ status: "ringing" }]);
  await box.post("/sandbox/faults", { where: "twilio", kind: "429", times: 1 });
  expect((await api("/Calls.json", form)).status).toBe(429);
  expect((await box.get("/sandbox/calls")).calls).toHaveLength(1);
});
