import { afterAll, beforeAll, expect, it } from "vitest";
import { recordEvents } from "../commands/record-events.ts";
import { type TestApi, testApi } from "../testing/api-server.ts";
import { TEST_NOW } from "../testing/context.ts";

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());

const json = { "content-type": "application/json" };
const path = (word: string) => `/api/v1/status-words/${encodeURIComponent(word)}`;

async function put(word: string, body: unknown, headers: Record<string, string> = json) {
  const response = await api.call(path(word), { method: "PUT", headers, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

async function forget(word: string) {
  const response = await api.call(path(word), { method: "DELETE" });
  return { status: response.status, body: await response.json() };
}

let count = 0;
/** Records an event that carries a source's word, as an import does when it knows no node for it. */
function say(word: string, orderNo: string) {
  const event = { source: "import:t", token: "main", node: null, occurredAt: TEST_NOW - 60_000, orderNo };
  return recordEvents(api.context, [{ ...event, id: String(count++), statusWord: word }]);
}

it("lists the dictionary by origin, beginning and meaning", async () => {
  const { words, unknown } = await api.get("/api/v1/status-words");
  expect(words.length).toBeGreaterThan(300);
  expect(unknown).toEqual([]);
  const narrowed = await api.get("/api/v1/status-words?origin=taobao&word=%E8%B2%B7");
  expect(narrowed.words).toEqual([]);
  const bought = await api.get("/api/v1/status-words?origin=taobao&word=买家&node=order_review");
  expect(bought.words).toContainEqual({
    word: "买家已付款",
    node: "order_review",
    origin: "taobao",
    changed: false,
  });
  expect(bought.words.every((w: { word: string }) => w.word.startsWith("买家"))).toBe(true);
  const ignored = await api.get("/api/v1/status-words?node=ignored");
  expect(ignored.words.length).toBeGreaterThan(0);
  expect(ignored.words.every((w: { node: null }) => w.node === null)).toBe(true);
});

it("a word set replays what waits for it, however it was written, and holds for what comes", async () => {
  expect((await say("部分打包", "W1")).quarantined).toHaveLength(1);
  await say(" 部分 打包", "W2");
  await say("ＰＡＲＴ packed", "W3");
  expect((await api.get("/api/v1/status-words?word=部分打")).unknown).toEqual([
    { word: " 部分 打包", waiting: 1 },
    { word: "部分打包", waiting: 1 },
  ]);
  expect(await put("部分打包", { node: "packed" })).toEqual({
    status: 200,
    body: {
      word: "部分打包",
      node: "packed",
      origin: "own",
      known: true,
      replayed: 2,
      stillWaiting: 0,
      rejected: [],
    },
  });
  for (const order of ["W1", "W2"]) {
    expect((await api.get(`/api/v1/orders/${order}`)).visits).toMatchObject([{ node: "packed" }]);
  }
  expect(await say("部分　打包", "W4")).toMatchObject({ accepted: 1, quarantined: [] });
  expect((await api.get("/api/v1/orders/W4")).visits).toMatchObject([{ node: "packed" }]);
  expect((await put("part PACKED", { node: "packed" })).body).toMatchObject({ replayed: 1 });
  const [note] = await api.context.sql`
    select actor, detail from audit where action = 'status_word.set' and subject = '部分打包'`;
  expect(note).toEqual({ actor: "key:made", detail: { before: null, after: { node: "packed" } } });
});

it("setting a word twice, or in another width, keeps one entry and one audit row", async () => {
  await put("50%/件", { node: "picking" });
  await put("５０％／件", { node: "picking" });
  expect((await put(" 50%/件 ", { node: null })).body).toMatchObject({ word: "50%/件", node: null });
  const { words } = await api.get(`/api/v1/status-words?word=${encodeURIComponent("50%/")}`);
  expect(words).toHaveLength(1);
  const notes = await api.context.sql`select detail from audit where subject = '50%/件' order by id`;
  expect(notes.map(({ detail }) => detail.after)).toEqual([{ node: "picking" }, { node: null }]);
});

it("a shipped word that was changed comes back when it is forgotten; an own one is unknown again", async () => {
  await put("买家已付款", { node: "allocating" });
  expect((await api.get("/api/v1/status-words?word=买家已付款&node=allocating")).words).toMatchObject([
    { word: "买家已付款", origin: "taobao", changed: true },
  ]);
  expect((await forget("买家已付款")).body).toMatchObject({ node: "order_review", known: true });
  await put("暂存", { node: "packed" });
  expect(await forget("暂存")).toMatchObject({ status: 200, body: { known: false, node: null } });
  expect((await say("暂存", "F1")).quarantined).toHaveLength(1);
  expect(await forget("暂存")).toMatchObject({ status: 404 });
});

it("refuses what it cannot mean, naming what it could", async () => {
  const wrong = await put("部分打包", { node: "packd" });
  expect(wrong.status).toBe(422);
  expect(wrong.body.detail).toMatch(/no "packd"; known are awaiting_payment, .*closed, and null/);
  expect((await put("部分打包", { node: 7 })).status).toBe(422);
  expect((await put("部分打包", {})).status).toBe(422);
  expect((await put("部分打包", { node: "packed", note: "x" })).status).toBe(422);
  expect((await put("部分打包", { node: "packed" }, { "content-type": "text/plain" })).status).toBe(415);
  expect((await put("`*'", { node: "packed" })).status).toBe(422);
  expect((await put("字".repeat(201), { node: "packed" })).status).toBe(422);
  expect((await api.call("/api/v1/status-words?orgin=taobao")).status).toBe(422);
});

it("a word fixed while an import is on its way never leaves an event waiting", async () => {
  const [fixed] = await Promise.all([
    put("并发词", { node: "picking" }),
    ...Array.from({ length: 40 }, (_, i) => say("并发词", `R${i}`)),
  ]);
  expect(fixed.status).toBe(200);
  expect((await api.get("/api/v1/status-words?word=并发词")).unknown).toEqual([]);
  const [counted] = await api.context.sql`
    select count(*)::int as n from visits where node = 'picking' and order_id in (select id from orders where order_no like 'R%')`;
  expect(counted!.n).toBe(40);
});
