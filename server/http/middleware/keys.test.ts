import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashToken } from "../../auth/hash-token.ts";
import { ensureApiKey } from "../../commands/ensure-api-key.ts";
import { serveTestApi, type TestApi } from "../../testing/api-server.ts";
import { testContext } from "../../testing/context.ts";

const RATE = 20;
let api: TestApi;
beforeAll(async () => {
  api = await serveTestApi(await testContext({ env: { ANDON_RATE_LIMIT: String(RATE) } }));
  await addKey("reader-key-reader-key", ["read"]);
  await addKey("flooder-key-flooder", ["read"]);
});
afterAll(() => api.close());

function addKey(key: string, scopes: string[]) {
  return api.context.sql`
    insert into api_keys (name, hash, scopes, created_at) values (${key}, ${hashToken(key)}, ${scopes}, now())`;
}

const withKey = (key: string) => ({ headers: { authorization: `Bearer ${key}` } });

describe("API keys", () => {
  it("are made once, when there is none, and stored only as a hash", async () => {
    expect(api.key).toMatch(/^andon_[\w-]{43}$/);
    expect(await ensureApiKey(api.context)).toBeNull();
    const [row] = await api.context.sql`select * from api_keys where name = 'made'`;
    expect(JSON.stringify(row)).not.toContain(api.key);
    const [note] = await api.context.sql`select * from audit where subject = 'api_key:made'`;
    expect(note).toMatchObject({ action: "api_key.keep", actor: "system:start" });
  });

  it("come verbatim from the environment, and the one before stops working", async () => {
    const start = (apiKey: string | undefined) =>
      ensureApiKey({ ...api.context, env: { ...api.context.env, apiKey } });
    const works = async (key: string) =>
      (
        await fetch(`${api.url}/api/v1/clock`, {
          headers: { authorization: Buffer.from(`Bearer ${key}`).toString("latin1") },
        })
      ).status === 200;
    const first = "first key, 第一把钥匙";
    await start(first);
    await expect.poll(() => works(first), { timeout: 3_000 }).toBe(true);
    await start("second-key-second-key");
    await expect.poll(() => works("second-key-second-key"), { timeout: 3_000 }).toBe(true);
    await expect.poll(() => works(first), { timeout: 8_000, interval: 250 }).toBe(false);
    await start(undefined);
    await expect.poll(() => works("second-key-second-key"), { timeout: 8_000, interval: 250 }).toBe(false);
    expect(await works(api.key)).toBe(true);
  });

  it("open only what their scopes say", async () => {
    await expect
      .poll(async () => (await fetch(`${api.url}/api/v1/clock`, withKey("reader-key-reader-key"))).status)
      .toBe(200);
    for (const [method, path] of [
      ["POST", "/api/v1/events"],
      ["PATCH", "/api/v1/nodes/picking"],
      ["POST", "/api/v1/quarantine/replay"],
    ]) {
      const refused = await fetch(api.url + path, { method, ...withKey("reader-key-reader-key") });
      expect([path, refused.status]).toEqual([path, 403]);
      expect(refused.headers.get("www-authenticate")).toContain("insufficient_scope");
    }
  });

  it("have their requests a second, each its own", async () => {
    const burst = await Promise.all(
      Array.from({ length: RATE * 3 }, () =>
        fetch(`${api.url}/api/v1/clock`, withKey("flooder-key-flooder")),
      ),
    );
    const refused = burst.filter((response) => response.status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(burst.filter((response) => response.status === 200).length).toBeGreaterThanOrEqual(RATE);
    expect(refused[0]!.headers.get("retry-after")).toBe("1");
    expect((await fetch(`${api.url}/api/v1/clock`, withKey(api.key))).status).toBe(200);
  });
});
