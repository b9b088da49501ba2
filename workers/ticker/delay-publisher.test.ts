import { beforeAll, beforeEach, expect, test } from "vitest";
import type { DelaySummary } from "../../domain/wire/delay.ts";
import { prefixOf } from "../../server/live/keys.ts";
import { DELAY_INTERVAL_MS, TICKER_LEASE_MS } from "../../server/live/limits.ts";
import { publishDelay } from "../../server/live/publish-delay.ts";
import { readDelay } from "../../server/live/read-delay.ts";
import { eventually, flushBoard, stageOrder } from "../../server/live/testing/stage.ts";
import { readDelaySummary } from "../../server/queries/delay-summary.ts";
import { TEST_NOW } from "../../server/testing/context.ts";
import { tickerStage } from "./testing/stage.ts";

const stage = tickerStage();
let published = 0;

beforeAll(() => stage.pokes.on("delay", () => published++));
beforeEach(() => {
  published = 0;
});

const key = (name: string) => `${prefixOf(stage.ctx.boardTag)}${name}`;
const newest = (
  holds: (summary: DelaySummary) => boolean = () => true,
  withinMs = DELAY_INTERVAL_MS + 3_000,
) =>
  eventually(
    () => readDelay(stage.ctx),
    (summary) => summary !== null && holds(summary),
    withinMs,
  );

test("publishes what the query says, again and again, also after a flush", async () => {
  await stageOrder(stage.ctx, "A", [
    { node: "picking", enteredAt: TEST_NOW - 7_200_000, dueAt: TEST_NOW - 3_600_000 },
  ]);
  stage.start();
  const first = await newest();
  expect(first).toEqual(await readDelaySummary(stage.ctx, TEST_NOW));
  expect(first!.totalOverdueSeconds).toBe(3_600);
  stage.ctx.setNow(TEST_NOW + 60_000);
  const second = await newest((summary) => summary.asOf !== first!.asOf);
  expect(second!.totalOverdueSeconds).toBe(3_660);
  await flushBoard(stage.ctx);
  expect(await newest()).toMatchObject({ totalOverdueSeconds: 3_660 });
}, 30_000);

test("of two workers one publishes; when it dies the other does, within the lease", async () => {
  stage.start();
  await newest();
  const token = await stage.ctx.redis.get(key("ticker"));
  stage.start();
  await eventually(
    () => published,
    (n) => n >= 2,
    2 * DELAY_INTERVAL_MS,
  );
  // One at the start and one an interval later; a second publisher would have added its own.
  expect(published).toBe(2);
  expect(await stage.ctx.redis.get(key("ticker"))).toBe(token);

  // Dies: its lease is not given back, and what it still wants to write is refused.
  await stage.ctx.redis.set(key("ticker"), "of a process that is gone", "PX", TICKER_LEASE_MS);
  const killedAt = performance.now();
  expect(await publishDelay(stage.ctx, token!, await readDelaySummary(stage.ctx, TEST_NOW))).toBe(false);
  stage.ctx.setNow(TEST_NOW + 60_000);
  await newest((summary) => Date.parse(summary.asOf) === TEST_NOW + 60_000, TICKER_LEASE_MS + 3_000);
  expect(performance.now() - killedAt).toBeLessThan(TICKER_LEASE_MS + 3_000);
}, 30_000);

test("a read that fails is tried again, and the ticks go on meanwhile", async () => {
  await stage.ctx.sql`alter table visits rename to visits_away`;
  const ticker = stage.start();
  try {
    await eventually(
      () => stage.ctx.redis.get(key("ticker")),
      (token) => token !== null,
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await readDelay(stage.ctx)).toBeNull();
  } finally {
    await stage.ctx.sql`alter table visits_away rename to visits`;
  }
  await newest();
  await ticker.stop();
}, 30_000);
