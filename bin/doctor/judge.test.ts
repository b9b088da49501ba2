import { expect, test } from "vitest";
import { judgePostgres, type PostgresFacts } from "./judge-postgres.ts";
import { judgeRedis, type RedisFacts } from "./judge-redis.ts";

const MIB = 1024 ** 2;
const postgres: PostgresFacts = {
  kind: "DATABASE_URL",
  version: "18.4",
  size: "9 MB",
  migrations: 5,
  known: 5,
  skewMs: 20,
  maxConnections: 100,
};
const redis: RedisFacts = {
  kind: "REDIS_URL",
  version: "7.2.4",
  usedBytes: 10 * MIB,
  maxBytes: 0,
  policy: "noeviction",
  persists: false,
  skewMs: -3,
};

test.each<[Partial<PostgresFacts>, string, RegExp]>([
  [{}, "yes", /^$/],
  [{ version: "14.9 (Debian)" }, "no", /needs PostgreSQL 15/],
  [{ migrations: 6 }, "no", /newer Andon/],
  [{ migrations: 4 }, "yes", /next start brings it up to date/],
  [{ migrations: null }, "yes", /next start/],
  [{ skewMs: -90_000 }, "so-so", /NTP/],
  [{ maxConnections: 20 }, "so-so", /max_connections is 20/],
])("PostgreSQL with %o is %s", (facts, state, advice) => {
  const finding = judgePostgres({ ...postgres, ...facts });
  expect([finding.state, finding.advice]).toEqual([state, expect.stringMatching(advice)]);
});

test("a clock that is off is told with its direction", () => {
  expect(judgePostgres({ ...postgres, skewMs: -90_000 }).found).toContain("its clock 90 s behind ours");
  expect(judgePostgres({ ...postgres, skewMs: 90_000 }).found).toContain("its clock 90 s ahead of ours");
});

test.each<[Partial<RedisFacts>, string, RegExp]>([
  [{}, "yes", /^$/],
  [{ version: "6.2.1" }, "no", /7 or newer/],
  [{ policy: "allkeys-lru", maxBytes: 100 * MIB }, "no", /set maxmemory-policy to noeviction/],
  [{ policy: "allkeys-lru" }, "so-so", /noeviction/],
  [{ policy: null, maxBytes: 100 * MIB }, "yes", /^$/],
  [{ usedBytes: 90 * MIB, maxBytes: 100 * MIB }, "so-so", /more memory/],
  [{ skewMs: 61_000 }, "so-so", /61 s off/],
  [{ persists: true }, "yes", /^$/],
])("Redis with %o is %s", (facts, state, advice) => {
  const finding = judgeRedis({ ...redis, ...facts });
  expect([finding.state, finding.advice]).toEqual([state, expect.stringMatching(advice)]);
});
