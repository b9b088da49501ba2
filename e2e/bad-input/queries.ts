import type { BadRequest, Outcome } from "./bad-request.ts";

const query = (name: string, path: string, says?: RegExp, outcome: Outcome = 422): BadRequest => ({
  name,
  method: "GET",
  path,
  outcome,
  says,
});

/** Questions that cannot be answered. */
export const BAD_QUERIES: BadRequest[] = [
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

function cursor(parts: unknown[]): string {
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}
