import { CLOCK_SKEW_MS } from "../../server/live/limits.ts";
import type { Finding } from "./finding.ts";

/** What a Redis that answers told of itself. */
export interface RedisFacts {
  kind: "REDIS_URL" | "embedded";
  version: string;
  usedBytes: number;
  /** 0: as much as there is. */
  maxBytes: number;
  /** Null where CONFIG is not allowed, as with some hosts. */
  policy: string | null;
  persists: boolean;
  /** Its clock minus this machine's. */
  skewMs: number;
}

/** Streams that are trimmed by id, and GETEX. */
const OLDEST_MAJOR = 7;
/** Beyond this share of its memory it is time for more. */
const FULL_SHARE = 0.8;
const MIB = 1024 ** 2;
const MS_PER_S = 1_000;

/** Whether Andon can stand on this Redis. */
export function judgeRedis(facts: RedisFacts): Finding {
  const { kind, version, usedBytes, maxBytes, policy, persists, skewMs } = facts;
  const memory = `${(usedBytes / MIB).toFixed(0)} MiB${maxBytes > 0 ? ` of ${(maxBytes / MIB).toFixed(0)}` : ""}`;
  const finding = (state: Finding["state"], advice = ""): Finding => ({
    name: "Redis",
    state,
    found: [kind, version, "reachable", memory, policy ?? "eviction unknown"]
      .concat(persists ? "persistent, which the board does not need" : [])
      .join(", "),
    advice,
  });
  const evicts = policy !== null && policy !== "noeviction";
  if (Number.parseInt(version, 10) < OLDEST_MAJOR)
    return finding("no", `Andon needs Redis or Valkey ${OLDEST_MAJOR} or newer.`);
  if (evicts && maxBytes > 0) {
    const advice =
      "It throws visits away when its memory is full, and the board would lie: set maxmemory-policy to noeviction.";
    return finding("no", advice);
  }
  if (evicts)
    return finding("so-so", "Set maxmemory-policy to noeviction, before somebody gives it a maxmemory.");
  if (maxBytes > 0 && usedBytes > maxBytes * FULL_SHARE) {
    return finding(
      "so-so",
      "Give it more memory: when it is full the board stands still. It wants some 50 MB per 100,000 open visits.",
    );
  }
  if (Math.abs(skewMs) > CLOCK_SKEW_MS) {
    const seconds = Math.round(skewMs / MS_PER_S);
    return finding("so-so", `Its clock is ${seconds} s off ours: let NTP set the clocks of both machines.`);
  }
  return finding("yes");
}
