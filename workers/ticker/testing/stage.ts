import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { listenForPokes, type Pokes } from "../../../server/live/pokes.ts";
import { flushBoard } from "../../../server/live/testing/stage.ts";
import { TEST_NOW, type TestContext, testContext } from "../../../server/testing/context.ts";
import type { Running } from "../../loop.ts";
import { runTicker } from "../run-ticker.ts";

/** What the tests of a file share: filled when the first of them begins. */
export interface TickerStage {
  ctx: TestContext;
  pokes: Pokes;
  /** Starts a ticker that ends with its test. */
  start(): Running;
}

/** A stage for tickers, swept before each test: no orders, no board, shop time at TEST_NOW. */
export function tickerStage(): TickerStage {
  let running: Running[] = [];
  const stage = {
    start: () => {
      const ticker = runTicker(stage.ctx, stage.pokes);
      running.push(ticker);
      return ticker;
    },
  } as TickerStage;
  beforeAll(async () => {
    stage.ctx = await testContext();
    stage.pokes = listenForPokes(stage.ctx);
  });
  afterAll(async () => {
    stage.pokes.close();
    await stage.ctx.close();
  });
  beforeEach(async () => {
    stage.ctx.setNow(TEST_NOW);
    await flushBoard(stage.ctx);
    await stage.ctx.sql`truncate orders, visits, outbox`;
  });
  afterEach(async () => {
    await Promise.all(running.map((one) => one.stop()));
    running = [];
  });
  return stage;
}
