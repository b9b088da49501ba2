import { array, type BadRequest, good } from "./bad-request.ts";

/** Good events in a request that is not. */
export const BAD_ENVELOPES: BadRequest[] = [
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
