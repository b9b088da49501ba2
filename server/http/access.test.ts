import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RIGHTS_OF_ROLE, ROLES, type Role } from "../../domain/access/rights.ts";
import { type TestApi, testApi } from "../testing/api-server.ts";
import { keyWith, pairedTv, type SignedIn, signedIn } from "../testing/signed-in.ts";
import { createApi } from "./app.ts";
import { type Declared, declaredOf } from "./middleware/declared.ts";

interface Call {
  method: string;
  path: string;
  declared: Declared | undefined;
}

let api: TestApi;
let calls: Call[];
const people = {} as Record<Role, SignedIn>;
beforeAll(async () => {
  api = await testApi();
  calls = callsOf();
  for (const role of ROLES) people[role] = await signedIn(api.context, role);
});
afterAll(() => api.close());

/** Every call that the API has, with what its middleware says of who may make it. */
function callsOf(): Call[] {
  const found = new Map<string, Call>();
  for (const { method, path, handler } of createApi(api.context, api.storage).routes) {
    if (method === "ALL" || path === "*" || path === "/*") continue;
    const key = `${method} ${path}`;
    const declared = declaredOf(handler) ?? found.get(key)?.declared;
    found.set(key, { method, path, declared });
  }
  return [...found.values()];
}

/** A path that reaches the route; nothing that it names exists. */
const filled = (path: string) =>
  path
    .replace(/:file\{[^}]*\\\\?\.ics\}/, "nobody.ics")
    .replace(/:attemptId\{[^}]*\}/, "00000000-0000-4000-8000-000000000000")
    .replace(/:(id|token)\b(\{[^}]*\})?/g, "00000000-0000-4000-8000-000000000000")
    .replace(/:[a-zA-Z]+(\{[^}]*\})?/g, "nothing");

/** How an answer counts: whether whoever asked was let through to the route. */
async function verdict(call: Call, headers: Record<string, string>): Promise<"in" | "unknown" | "forbidden"> {
  const response = await fetch(api.url + filled(call.path), {
    method: call.method,
    headers: { "sec-fetch-site": "same-origin", ...headers },
    redirect: "manual",
  });
  const told = await response.text();
  expect([call.method, call.path, response.status], "no call fails").not.toContain(500);
  const [, problem] = /urn:andon:problem:([a-z-]+)/.exec(told) ?? [];
  // A machine that stands still for seconds looks like an absent database: then nothing was decided yet.
  if (problem === "storage-away") {
    await sleep(STORAGE_BACK_MS);
    return verdict(call, headers);
  }
  if (problem === "unauthorized") return "unknown";
  return REFUSED.has(problem ?? "") ? "forbidden" : "in";
}
const STORAGE_BACK_MS = 500;
const REFUSED = new Set(["missing-right", "people-only", "foreign-page", "undeclared-route"]);

const guarded = () => calls.filter(({ declared }) => declared !== "open");

/** What became of every call that is not open, one line each; several at a time. */
async function verdicts(headers: Record<string, string>): Promise<string[]> {
  const asked = guarded();
  const lines: string[] = [];
  let next = 0;
  const ask = async () => {
    for (let at = next++; at < asked.length; at = next++) {
      lines[at] = lineOf(asked[at]!, await verdict(asked[at]!, headers));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  return lines;
}
const AT_ONCE = 4;
const table = (says: (call: Call) => string) => guarded().map((call) => lineOf(call, says(call)));
const lineOf = ({ method, path, declared }: Call, said: string) => `${method} ${path} (${declared}): ${said}`;

/** What the table says. */
function expected(call: Call, role: Role): "in" | "forbidden" {
  const { declared } = call;
  if (declared === "signed-in") return "in";
  return (RIGHTS_OF_ROLE[role] as readonly string[]).includes(declared!) ? "in" : "forbidden";
}

/** Calls without a right. A further one has to be argued for here. */
const OPEN = [
  "GET /api/health",
  "GET /api/v1/schedules/:file{[a-z0-9_-]+\\.ics}",
  "POST /api/a/:token",
  "POST /api/a/:token/undo",
  "POST /api/auth/sign-in/email",
  "POST /api/auth/sign-out",
  "POST /api/auth/two-factor/verify-backup-code",
  "POST /api/auth/two-factor/verify-totp",
  "POST /api/hooks/aliyun/report",
  "POST /api/hooks/twilio/:attemptId{[0-9a-f-]{36}}/gather",
  "POST /api/hooks/twilio/:attemptId{[0-9a-f-]{36}}/machine",
  "POST /api/hooks/twilio/:attemptId{[0-9a-f-]{36}}/status",
  "POST /api/hooks/twilio/:attemptId{[0-9a-f-]{36}}/twiml",
  "POST /api/v1/tv/pairings",
  "POST /api/v1/tv/token",
];

describe("every call of the API", () => {
  test("says which right it needs, and only these are open", () => {
    expect(calls.length).toBeGreaterThan(80);
    expect(calls.filter(({ declared }) => declared === undefined)).toEqual([]);
    const open = calls
      .filter(({ declared }) => declared === "open")
      .map((call) => `${call.method} ${call.path}`);
    expect(open.sort()).toEqual(OPEN);
  });

  test("lets nobody in who is nobody", async () => {
    expect(await verdicts({})).toEqual(table(() => "unknown"));
  });

  test.each(ROLES)("lets the role %s do what the table says", async (role) => {
    const { cookie } = people[role];
    expect(await verdicts({ cookie })).toEqual(table((call) => expected(call, role)));
  });

  test("gives a television the board and nothing else", async () => {
    const { cookie } = await pairedTv(api.context);
    const board = guarded().filter(({ declared }) => declared === "board:read");
    expect(board.length).toBeGreaterThan(5);
    expect(board.filter(({ method }) => method !== "GET")).toEqual([]);
    expect(await verdicts({ cookie })).toEqual(
      table(({ declared }) => (declared === "board:read" ? "in" : "forbidden")),
    );
  });

  test("gives a key its scopes and nothing else, and no account", async () => {
    const key = await keyWith(api.context, ["events:write"]);
    const authorization = `Bearer ${key}`;
    await expect
      .poll(() => verdict(calls.find((call) => call.path === "/api/v1/events")!, { authorization }))
      .toBe("in");
    expect(await verdicts({ authorization })).toEqual(
      table(({ declared }) => (declared === "events:write" ? "in" : "forbidden")),
    );
  });
});

describe("what a cookie vouches for", () => {
  const patch = (headers: Record<string, string>) =>
    fetch(`${api.url}/api/v1/users/nobody`, {
      method: "PATCH",
      headers: { cookie: people.admin.cookie, "content-type": "application/json", ...headers },
      body: JSON.stringify({ name: "X" }),
    });

  test("changes nothing for pages that are not ours", async () => {
    const { host } = new URL(api.url);
    const foreign: Record<string, string>[] = [
      {},
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { "sec-fetch-site": "none" },
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: `https://${host}.evil.example` },
      { origin: api.url, "sec-fetch-site": "cross-site" },
    ];
    for (const headers of foreign) {
      expect([headers, (await patch(headers)).status]).toEqual([headers, 403]);
    }
    const ours: Record<string, string>[] = [{ "sec-fetch-site": "same-origin" }, { origin: api.url }];
    for (const headers of ours) {
      expect([headers, (await patch(headers)).status]).toEqual([headers, 404]);
    }
  });
});
