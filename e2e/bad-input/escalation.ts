import type { BadRequest, Outcome } from "./bad-request.ts";

const NOBODY = "00000000-0000-4000-8000-000000000000";

const get = (name: string, path: string, says?: RegExp, outcome: Outcome = 422): BadRequest => ({
  name,
  method: "GET",
  path,
  outcome,
  says,
});
const send = (
  name: string,
  method: string,
  path: string,
  body: unknown,
  outcome: Outcome = 422,
  says?: RegExp,
): BadRequest => ({ name, method, path, body: JSON.stringify(body), outcome, says });

const step = { kind: "chat", anchor: "due", offsetMs: 0, targets: [{ kind: "owner" }] };
const policy = { nameZh: "坏", nameEn: "Bad", rank: 1, steps: [step] };
const put = (name: string, body: unknown, says?: RegExp): BadRequest =>
  send(name, "PUT", "/api/v1/policies/bad", body, 422, says);

/** What nobody may ask of alerts, policies and links. */
export const BAD_ESCALATION: BadRequest[] = [
  get("alerts of an unknown state", "/api/v1/alerts?state=asleep", /state/),
  get("alerts with an unknown parameter", "/api/v1/alerts?who=me", /who/),
  get("alerts with an orders cursor", "/api/v1/alerts?cursor=WzFd", /cursor/),
  get("alerts taken by a name", "/api/v1/alerts?takenBy=wang", /takenBy/),
  get("an alert whose id is a word", "/api/v1/alerts/first", /id/),
  get("an alert nobody knows", `/api/v1/alerts/${NOBODY}`, /no alert/, 404),
  get("notifications by an unknown state", "/api/v1/notifications?state=lost", /state/),
  get("notifications that are not held", "/api/v1/notifications?held=false", /held/),
  get(
    "lateness of a window that runs backwards",
    "/api/v1/lateness?from=2026-11-11T01:00:00Z&to=2026-11-11T00:00:00Z",
    /from/,
  ),
  get("a policy nobody made", "/api/v1/policies/nobody", /nobody/, 404),
  send(
    "a pledge without an offset",
    "POST",
    `/api/v1/alerts/${NOBODY}/acknowledge`,
    { pledgeUntil: "2026-11-11T12:00:00" },
    422,
    /offset/,
  ),
  send(
    "an acknowledgement with an unknown field",
    "POST",
    `/api/v1/alerts/${NOBODY}/acknowledge`,
    { until: 1 },
    422,
    /until/,
  ),
  send(
    "an acknowledgement of an alert nobody knows",
    "POST",
    `/api/v1/alerts/${NOBODY}/acknowledge`,
    {},
    404,
    /no such alert/,
  ),
  send(
    "an acknowledgement for a person nobody knows",
    "POST",
    `/api/v1/alerts/${NOBODY}/acknowledge`,
    { personId: NOBODY },
    422,
    /person/,
  ),
  send("an acknowledgement of nothing", "POST", "/api/v1/alerts/acknowledge", {}, 422, /ids or node/),
  send("an acknowledgement of one number", "POST", "/api/v1/alerts/acknowledge", { ids: [1] }, 422, /ids/),
  send("a pass to a name", "POST", `/api/v1/alerts/${NOBODY}/pass`, { to: "李敏" }, 422, /to/),
  send("an undo of nothing", "POST", `/api/v1/alerts/${NOBODY}/undo`, {}, 409, /undone/),
  {
    ...send("an acknowledgement as a form", "POST", `/api/v1/alerts/${NOBODY}/acknowledge`, {}, 415),
    headers: { "content-type": "application/x-www-form-urlencoded" },
  },
  put("a policy without steps", { ...policy, steps: [] }, /steps/),
  put("a policy of an unknown kind of step", { ...policy, steps: [{ ...step, kind: "fax" }] }, /kind/),
  put("a call to nobody", { ...policy, steps: [{ ...step, kind: "voice", targets: [] }] }, /targets/),
  put("a flag for somebody", { ...policy, steps: [{ ...step, kind: "flag" }] }, /flag/),
  put("a step in the year after", { ...policy, steps: [{ ...step, offsetMs: 1e12 }] }, /offsetMs/),
  put(
    "a repeat every second",
    { ...policy, steps: [{ ...step, repeat: { everyMs: 1_000, limit: 3 } }] },
    /everyMs/,
  ),
  put("a policy for a node nobody knows", { ...policy, conditions: { nodes: ["nowhere"] } }, /nowhere/),
  put(
    "a policy by a clock nobody knows",
    { ...policy, conditions: { hours: { clock: "moon", within: true } } },
    /moon/,
  ),
  put(
    "a policy that tells a stranger",
    { ...policy, steps: [{ ...step, targets: [{ kind: "person", personId: NOBODY }] }] },
    /person/,
  ),
  put("a policy that sets its own beginning", { ...policy, validFrom: "2026-11-11T00:00:00Z" }, /validFrom/),
  send("no change of the escalation settings", "PATCH", "/api/v1/escalation-settings", {}),
  send(
    "a storm from none on",
    "PATCH",
    "/api/v1/escalation-settings",
    { storm: { windowMs: 1_000, from: 0 } },
    422,
    /from/,
  ),
  send(
    "a fallback nobody knows",
    "PATCH",
    "/api/v1/escalation-settings",
    { fallback: [NOBODY] },
    422,
    /fallback/,
  ),
  send("a link that nobody signed", "POST", `/api/a/${"A".repeat(72)}`, {}, 403, /not made by us/),
  send("a dry run of no time", "POST", "/api/v1/policies/dry-run", {}, 422, /day/),
  send(
    "a dry run of a day that does not exist",
    "POST",
    "/api/v1/policies/dry-run",
    { day: "2026-02-30" },
    422,
    /day/,
  ),
  send("a dry run of tomorrow", "POST", "/api/v1/policies/dry-run", { day: "2026-11-12" }, 422, /clock/),
  send(
    "a dry run of a month",
    "POST",
    "/api/v1/policies/dry-run",
    { from: "2026-10-01T00:00:00Z", to: "2026-11-01T00:00:00Z" },
    422,
    /7 days/,
  ),
  send(
    "a dry run of a policy for a node nobody knows",
    "POST",
    "/api/v1/policies/dry-run",
    { day: "2026-11-10", policy: { ...policy, conditions: { nodes: ["nowhere"] } } },
    422,
    /nowhere/,
  ),
];
