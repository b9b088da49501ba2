import { expect, it } from "vitest";
import { RateLimiter } from "./rate-limiter.ts";

it("lets through so many a second per key, and says how long to wait", () => {
  const limiter = new RateLimiter(10);
  for (let n = 0; n < 10; n++) expect(limiter.take("key:1", 0)).toBe(0);
  expect(limiter.take("key:1", 0)).toBe(100);
  expect(limiter.take("key:2", 0)).toBe(0);
  expect(limiter.take("key:1", 100)).toBe(0);
  expect(limiter.take("key:1", 100)).toBe(100);
  for (let n = 0; n < 10; n++) expect(limiter.take("key:1", 60_000)).toBe(0);
  expect(limiter.take("key:1", 60_000)).toBeGreaterThan(0);
});

it("survives a clock that goes back", () => {
  const limiter = new RateLimiter(1);
  expect(limiter.take("key:1", 1000)).toBe(0);
  expect(limiter.take("key:1", 0)).toBe(1000);
  expect(limiter.take("key:1", 1000)).toBe(0);
});
