import { gzipSync } from "node:zlib";

/** What a bad request must come to: a problem of this status, or a 200 that refuses the item for this reason. */
export type Outcome = number | { rejected: string } | { quarantined: string };

export interface BadRequest {
  name: string;
  method?: string;
  /** /api/v1/events unless given. */
  path?: string;
  headers?: Record<string, string | undefined>;
  body?: string | Buffer;
  outcome: Outcome;
  /** Words the answer must hold, so that a person knows what to mend. */
  says?: RegExp;
}

const NOW = "2026-11-11T09:00:00+08:00";
const NDJSON = { "content-type": "application/x-ndjson" };
const GZIP = { "content-encoding": "gzip" };
const MIB = 1024 * 1024;

const good = { id: "b1", source: "bad", orderNo: "BAD-1", node: "picking", occurredAt: NOW };
const text = (event: object = good) => JSON.stringify(event);
const array = (...events: object[]) => JSON.stringify(events);
const raw = (members: string) =>
  `[{"id":"b1","source":"bad","orderNo":"BAD-1","occurredAt":"${NOW}",${members}}]`;
const item = (name: string, event: object, says?: RegExp): BadRequest => ({
  name,
  body: array(event),
  outcome: { rejected: "invalid_event" },
  says,
});
const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
const truncated = (body: string) => {
  const whole = gzipSync(body);
  return whole.subarray(0, whole.length - 10);
};
const query = (name: string, path: string, says?: RegExp, outcome: Outcome = 422): BadRequest => ({
  name,
  method: "GET",
  path,
  outcome,
  says,
});

const events: BadRequest[] = [
  item("id is a number", { ...good, id: 7 }, /id/),
  item("id is empty", { ...good, id: "" }, /id/),
  item("id has 201 characters", { ...good, id: "x".repeat(201) }, /200/),
  item("id is absent", { ...good, id: undefined }, /id/),
  item("source is null", { ...good, source: null }, /source/),
  item("orderNo is an object", { ...good, orderNo: {} }, /orderNo/),
  item("orderNo holds NUL", { ...good, orderNo: "A\u0000B" }, /NUL/),
  item("token is empty", { ...good, token: "" }, /token/),
  item("node is an array", { ...good, node: ["picking"] }, /node/),
  item("occurredAt without an offset", { ...good, occurredAt: "2026-11-11T09:00:00" }, /offset/),
  item("occurredAt is epoch milliseconds", { ...good, occurredAt: 1_700_000_000_000 }, /occurredAt/),
  item("occurredAt is a date", { ...good, occurredAt: "2026-11-11" }, /offset/),
  item("occurredAt on 30 February", { ...good, occurredAt: "2026-02-30T09:00:00Z" }, /exist/),
  item("occurredAt at 25 o'clock", { ...good, occurredAt: "2026-11-11T25:00:00Z" }, /exist/),
  item("occurredAt with offset +99:99", { ...good, occurredAt: "2026-11-11T09:00:00+99:99" }, /offset/),
  item("year 9999", { ...good, occurredAt: "9999-12-31T23:59:59Z" }, /2000 and 2099/),
  item("year 1970", { ...good, occurredAt: "1970-01-01T00:00:00Z" }, /2000 and 2099/),
  item("neither node nor promise nor order", { ...good, node: undefined }, /node, promise and order/),
  item("an unknown member", { ...good, nodes: "picking" }, /nodes/),
  item("an unknown promise", { ...good, promise: { shippedBy: NOW } }, /shippedBy/),
  item("a promise without an offset", { ...good, promise: { shipBy: "2026-11-12 18:00" } }, /promise.shipBy/),
  item("binds is neither", { ...good, promise: { binds: "later" } }, /binds/),
  item("quantity is negative", { ...good, order: { lines: [{ sku: "S", quantity: -1 }] } }, /quantity/),
  item("quantity is a fraction", { ...good, order: { lines: [{ sku: "S", quantity: 1.5 }] } }, /quantity/),
  item("price is text", { ...good, order: { lines: [{ sku: "S", unitPriceFen: "12.00" }] } }, /unitPriceFen/),
  item("lines are an object", { ...good, order: { lines: {} } }, /lines/),
  item("501 lines", { ...good, order: { lines: Array.from({ length: 501 }, () => ({ sku: "S" })) } }, /500/),
  item("currency is a word", { ...good, order: { currency: "yuan" } }, /currency/),
  item("a further fact is an object", { ...good, order: { note: { a: 1 } } }, /note/),
  item("51 further facts", {
    ...good,
    order: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`f${n}`, n])),
  }),
  item("actor without a kind", { ...good, actor: { id: "u1" } }, /actor.kind/),
  item("a lone surrogate in the order number", { ...good, orderNo: "A\ud800" }, /surrogate/),
  item("a lone surrogate in a title", { ...good, order: { lines: [{ sku: "S", title: "\udfff" }] } }),
  item("a lone surrogate as a fact's name", { ...good, order: { "\ud83d": "x" } }),
  {
    name: "ahead of the clock",
    body: array({ ...good, occurredAt: "2026-11-11T10:06:00+08:00" }),
    outcome: { rejected: "in_the_future" },
  },
  { name: "unknown node", body: array({ ...good, node: "lost" }), outcome: { quarantined: "unknown_node" } },
  {
    name: "unknown node in NDJSON",
    headers: NDJSON,
    body: text({ ...good, id: "b2", node: "NODE" }),
    outcome: { quarantined: "unknown_node" },
  },
  {
    name: "items that are not objects",
    body: '[1,"a",null,[],true]',
    outcome: { rejected: "invalid_event" },
  },
  {
    name: "an integer beyond 2^53",
    body: raw('"order":{"weight":9007199254740993}'),
    outcome: { rejected: "number_out_of_range" },
  },
  { name: "1e999", body: raw('"order":{"weight":1e999}'), outcome: { rejected: "number_out_of_range" } },
  {
    name: "a number of 400 digits",
    body: raw(`"order":{"weight":${"9".repeat(400)}}`),
    outcome: { rejected: "number_out_of_range" },
  },
  {
    name: "a member twice",
    body: raw('"node":"picking","node":"packed"'),
    outcome: { rejected: "duplicate_member" },
  },
  {
    name: "a member twice, spelt differently, deep inside",
    body: raw('"order":{"lines":[{"sku":"S","\\u0073ku":"T"}]}'),
    outcome: { rejected: "duplicate_member" },
  },
  {
    name: "a member twice in NDJSON",
    headers: NDJSON,
    body: '{"id":"b1","id":"b2","source":"bad"}',
    outcome: { rejected: "duplicate_member" },
  },
  {
    name: "a member called __proto__",
    body: raw('"order":{"__proto__":null}'),
    outcome: { rejected: "unusable_member_name" },
  },
  {
    name: "nested 33 deep",
    body: raw(`"order":{"a":${nested(31)}}`),
    outcome: { rejected: "nested_too_deep" },
  },
  {
    name: "nested 100,000 deep in NDJSON",
    headers: NDJSON,
    body: nested(100_000),
    outcome: { rejected: "nested_too_deep" },
  },
  { name: "nested 2,000,000 deep", body: nested(2_000_000), outcome: 400, says: /nests/ },
];

const bodies: BadRequest[] = [
  { name: "empty array", body: "[]", outcome: 422, says: /no event/ },
  { name: "empty body", body: "", outcome: 400 },
  { name: "empty NDJSON", headers: NDJSON, body: "", outcome: 422 },
  { name: "NDJSON of blank lines", headers: NDJSON, body: "\n\r\n  \n", outcome: 422 },
  { name: "one event without an array", body: text(), outcome: 422, says: /array/ },
  { name: "a string", body: '"events"', outcome: 422 },
  { name: "null", body: "null", outcome: 422 },
  { name: "JSON cut short", body: `[${text()}`, outcome: 400, says: /not JSON/ },
  { name: "a comma too many", body: `[${text()},]`, outcome: 400 },
  { name: "single quotes", body: "[{'id':'b1'}]", outcome: 400 },
  { name: "NaN", body: raw('"order":{"weight":NaN}'), outcome: 400 },
  { name: "a raw NUL in a string", body: raw('"token":"a\u0000b"'), outcome: 400 },
  { name: "a raw line break in a string", body: raw('"token":"a\nb"'), outcome: 400 },
  { name: "XML", body: "<events/>", outcome: 400 },
  {
    name: "1,001 events",
    body: array(...Array.from({ length: 1001 }, () => good)),
    outcome: 413,
    says: /1000/,
  },
  { name: "a body over 5 MiB", body: `[${text()}${" ".repeat(5 * MIB)}]`, outcome: 413 },
  {
    name: "a gzip body over 5 MiB when inflated",
    headers: GZIP,
    body: gzipSync(`[${text()}${" ".repeat(5 * MIB)}]`),
    outcome: 413,
  },
  {
    name: "a gzip bomb as NDJSON",
    headers: { ...NDJSON, ...GZIP },
    body: gzipSync(Buffer.alloc(80 * MIB, 0x20)),
    outcome: 413,
    says: /200 times/,
  },
  {
    name: "a line of 10 MB",
    headers: NDJSON,
    body: text({ ...good, order: { note: "x".repeat(10_000_000) } }),
    outcome: { rejected: "line_too_long" },
  },
  {
    name: "NDJSON that is an array",
    headers: NDJSON,
    body: array(good),
    outcome: { rejected: "invalid_event" },
  },
  { name: "NDJSON cut short", headers: NDJSON, body: '{"id":"b1",', outcome: { rejected: "invalid_json" } },
  {
    name: "Latin-1 instead of UTF-8",
    body: Buffer.from(array({ ...good, orderNo: "Größe" }), "latin1"),
    outcome: 400,
    says: /UTF-8/,
  },
  {
    name: "GB18030 in NDJSON",
    headers: NDJSON,
    body: Buffer.concat([Buffer.from('{"id":"'), Buffer.from([0xc4, 0xbe, 0xd3, 0xec]), Buffer.from('"}')]),
    outcome: { rejected: "invalid_utf8" },
  },
  { name: "UTF-16", body: Buffer.from(`\ufeff${array(good)}`, "utf16le"), outcome: 400 },
  { name: "an overlong UTF-8 form", body: Buffer.from([0x5b, 0xc0, 0xaf, 0x5d]), outcome: 400 },
  { name: "gzip cut short", headers: GZIP, body: truncated(array(good)), outcome: 400, says: /gzip/ },
  {
    name: "gzip cut short in NDJSON",
    headers: { ...NDJSON, ...GZIP },
    body: truncated(text()),
    outcome: 400,
  },
  { name: "gzip that is none", headers: GZIP, body: array(good), outcome: 400, says: /gzip/ },
  {
    name: "bytes after the gzip stream",
    headers: GZIP,
    body: Buffer.concat([gzipSync(array(good)), Buffer.from("more")]),
    outcome: 400,
  },
  { name: "gzip not announced", body: gzipSync(array(good)), outcome: 400 },
  {
    name: "gzip with a wrong checksum",
    headers: GZIP,
    body: Buffer.from(
      gzipSync(array(good)).map((byte, at, all) => (at === all.length - 6 ? byte ^ 1 : byte)),
    ),
    outcome: 400,
  },
];

const envelopes: BadRequest[] = [
  { name: "no key", headers: { authorization: undefined }, body: array(good), outcome: 401 },
  {
    name: "a wrong key",
    headers: { authorization: "Bearer wrong-key-wrong-key" },
    body: array(good),
    outcome: 401,
  },
  {
    name: "Basic instead of Bearer",
    headers: { authorization: "Basic YTpi" },
    body: array(good),
    outcome: 401,
  },
  { name: "Bearer without a key", headers: { authorization: "Bearer " }, body: array(good), outcome: 401 },
  {
    name: "a key of 10,000 characters",
    headers: { authorization: `Bearer ${"x".repeat(10_000)}` },
    outcome: 401,
  },
  { name: "text/plain", headers: { "content-type": "text/plain" }, body: array(good), outcome: 415 },
  {
    name: "a form",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "id=b1",
    outcome: 415,
  },
  {
    name: "no content-type",
    headers: { "content-type": undefined },
    body: Buffer.from(array(good)),
    outcome: 415,
  },
  {
    name: "another charset",
    headers: { "content-type": "application/json; charset=gb18030" },
    body: array(good),
    outcome: 415,
  },
  { name: "brotli", headers: { "content-encoding": "br" }, body: array(good), outcome: 415 },
  { name: "gzip twice", headers: { "content-encoding": "gzip, gzip" }, body: array(good), outcome: 415 },
  { name: "PUT", method: "PUT", body: array(good), outcome: 405 },
  { name: "GET where only POST is", method: "GET", outcome: 405 },
  {
    name: "a query parameter on POST",
    path: "/api/v1/events?dry=1",
    body: array(good),
    outcome: 422,
    says: /dry/,
  },
  { name: "an unknown route", path: "/api/v2/events", body: array(good), outcome: 404 },
  { name: "a trailing slash", path: "/api/v1/events/", body: array(good), outcome: 404 },
];

const queries: BadRequest[] = [
  query("asOf without an offset", "/api/v1/board?asOf=2026-11-11T09:00:00", /offset/),
  query("asOf ahead of the clock", "/api/v1/board?asOf=2026-11-11T10:00:01%2B08:00", /clock/),
  query("asOf twice", "/api/v1/board?asOf=2026-11-11T01:00:00Z&asOf=2026-11-11T01:00:00Z"),
  query("asOf is empty", "/api/v1/board?asOf="),
  query("an unknown parameter", "/api/v1/board?asof=2026-11-11T01:00:00Z", /asof/),
  query("an unknown light", "/api/v1/orders?light=blue", /light/),
  query("limit 0", "/api/v1/orders?limit=0", /limit/),
  query("limit 201", "/api/v1/orders?limit=201", /200/),
  query("limit is a word", "/api/v1/orders?limit=all", /limit/),
  query("a made-up cursor", "/api/v1/orders?cursor=abc", /cursor/),
  query("another list's cursor", "/api/v1/orders?node=picking&cursor=WzFd", /cursor/),
  query(
    "a cursor with huge numbers",
    `/api/v1/orders?node=picking&cursor=${cursor([9e15, 9e15, "x"])}`,
    /cursor/,
  ),
  query("a cursor beyond the ids", `/api/v1/orders?cursor=${cursor([9e15, 1])}`, /cursor/),
  query("NUL in a filter", "/api/v1/orders?orderNo=a%00b", /NUL/),
  query("NUL in an order number", "/api/v1/orders/a%00b", /NUL/),
  query("an order nobody knows", "/api/v1/orders/NOBODY", /NOBODY/, 404),
  query("an unknown state of quarantine", "/api/v1/quarantine?state=lost", /state/),
  query("a parameter on the clock", "/api/v1/clock?x=1", /x/),
  query("a parameter on health", "/api/health?verbose=1", /verbose/),
];

const commands: BadRequest[] = [
  {
    name: "an unknown node's settings",
    method: "PATCH",
    path: "/api/v1/nodes/nowhere",
    body: '{"dueMs":60000,"warnMs":1000}',
    outcome: 404,
  },
  {
    name: "an empty change of a node",
    method: "PATCH",
    path: "/api/v1/nodes/picking",
    body: "{}",
    outcome: 422,
  },
  {
    name: "warn after due",
    method: "PATCH",
    path: "/api/v1/nodes/picking",
    body: '{"warnMs":7200000,"dueMs":3600000}',
    outcome: 422,
  },
  {
    name: "a node's rank",
    method: "PATCH",
    path: "/api/v1/nodes/picking",
    body: '{"rank":3}',
    outcome: 422,
    says: /rank/,
  },
  {
    name: "a member twice in a command",
    method: "PATCH",
    path: "/api/v1/nodes/picking",
    body: '{"owner":"a","owner":"b"}',
    outcome: 400,
  },
  {
    name: "a command of 1 MiB",
    method: "PATCH",
    path: "/api/v1/nodes/picking",
    body: `{"owner":"${"x".repeat(MIB)}"}`,
    outcome: 413,
  },
  {
    name: "replay of ids that are words",
    path: "/api/v1/quarantine/replay",
    body: '{"ids":["1"]}',
    outcome: 422,
  },
  { name: "giving up everything at once", path: "/api/v1/quarantine/dismiss", body: "{}", outcome: 422 },
];

function cursor(parts: unknown[]): string {
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}

export const BAD_REQUESTS: BadRequest[] = [...events, ...bodies, ...envelopes, ...queries, ...commands];
