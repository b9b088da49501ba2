import { gzipSync } from "node:zlib";
import { array, type BadRequest, good, MIB, NDJSON, raw, text } from "./bad-request.ts";

const GZIP = { "content-encoding": "gzip" };
const truncated = (body: string) => {
  const whole = gzipSync(body);
  return whole.subarray(0, whole.length - 10);
};

/** Bodies that are not what they say they are, or too much. */
export const BAD_BODIES: BadRequest[] = [
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
