import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { noteHeard, readSources } from "../../db/stores/sources.ts";
import { rebuildBoard } from "../commands/rebuild-board.ts";
import { TEST_NOW, type TestContext, testContext } from "../testing/context.ts";
import { WATERMARK_SOURCES } from "./limits.ts";
import { readLiveBoard } from "./read-board.ts";
import { SilenceReader } from "./silences.ts";
import { flushBoard, tickOnce } from "./testing/stage.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MACHINE_NOW = Date.parse("2026-11-22T16:00:00Z");
let ctx: TestContext;

beforeAll(async () => {
  ctx = await testContext();
});
afterAll(() => ctx.close());
beforeEach(async () => {
  ctx.setNow(TEST_NOW);
  ctx.setMachineNow(MACHINE_NOW);
  await ctx.sql`truncate sources, source_hours, intake`;
});

/** A source that sent 600 events an hour for two days, up to now. */
async function live(source: string): Promise<void> {
  const hours = Array.from({ length: 48 }, (_, i) => {
    return { source, at: TEST_NOW - DAY * 2 + i * HOUR, live: 600, late: 0, minutes: "1".repeat(60) };
  });
  const sources = [{ key: source, lastEventAt: TEST_NOW, lastReceivedAt: MACHINE_NOW }];
  await noteHeard(ctx.sql, { sources, hours, takingAt: null });
}

/** Both clocks go on. */
function pass(ms: number): void {
  ctx.setNow(ctx.clock.shopNow() + ms);
  ctx.setMachineNow(ctx.clock.machineNow() + ms);
}

async function silent(reader: SilenceReader) {
  return Object.fromEntries(await reader.read(await readSources(ctx.sql, WATERMARK_SOURCES)));
}

test("a source that stops is silent after five minutes, and no more once it is heard again", async () => {
  await live("pinduoduo");
  const reader = new SilenceReader(ctx);
  pass(5 * MINUTE - 1);
  expect(await silent(reader)).toEqual({});
  pass(1);
  // Judged a moment ago: a wall may be told a little later.
  expect(await silent(reader)).toEqual({});
  pass(2_000);
  const forMs = 5 * MINUTE + 2_000;
  expect(await silent(reader)).toEqual({ pinduoduo: { forMs, expected: 50, days: 2 } });
  const now = ctx.clock.machineNow();
  const sources = [{ key: "pinduoduo", lastEventAt: TEST_NOW, lastReceivedAt: now }];
  await noteHeard(ctx.sql, { sources, hours: [], takingAt: null });
  pass(2_000);
  expect(await silent(reader)).toEqual({});
});

test("a source that was only imported, or that nobody knows, is not", async () => {
  const at = TEST_NOW - DAY;
  const hours = [{ source: "import:olist", at, live: 0, late: 90_000, minutes: "0".repeat(60) }];
  const sources = ["import:olist", "unknown"].map((key) => {
    return { key, lastEventAt: at, lastReceivedAt: MACHINE_NOW };
  });
  await noteHeard(ctx.sql, { sources, hours, takingAt: null });
  pass(HOUR);
  expect(await silent(new SilenceReader(ctx))).toEqual({});
});

test("after a time in which nobody took events every source gets its five minutes", async () => {
  await live("pinduoduo");
  pass(HOUR);
  const reader = new SilenceReader(ctx);
  expect(await silent(reader)).toMatchObject({ pinduoduo: { forMs: HOUR } });
  await noteHeard(ctx.sql, { sources: [], hours: [], takingAt: ctx.clock.machineNow() });
  pass(5 * MINUTE - 1);
  expect(await silent(reader)).toEqual({});
  pass(2_000);
  expect(await silent(reader)).toMatchObject({ pinduoduo: { forMs: 5 * MINUTE + 1_999, expected: 50 } });
});

test("shop time that stood still while nothing ran does not hide what should have come since", async () => {
  await live("pinduoduo");
  const fast = { ...ctx, clock: { ...ctx.clock, speed: 60 } };
  // An hour of the machine's, in which the shop's clock did not move; then five minutes of both.
  ctx.setMachineNow(MACHINE_NOW + HOUR);
  const takingAt = MACHINE_NOW + HOUR;
  await noteHeard(ctx.sql, { sources: [], hours: [], takingAt });
  ctx.setMachineNow(takingAt + 5 * MINUTE);
  ctx.setNow(TEST_NOW + 5 * HOUR);
  const judged = await silent(new SilenceReader(fast));
  expect(judged).toEqual({ pinduoduo: { forMs: 5 * MINUTE, expected: 3_000, days: 2 } });
});

test("the wait is a setting", async () => {
  await live("pinduoduo");
  const patient = new SilenceReader({ ...ctx, env: { ...ctx.env, silentAfterMs: 2 * HOUR } });
  pass(HOUR);
  expect(await silent(patient)).toEqual({});
  pass(HOUR);
  expect(await silent(patient)).toMatchObject({ pinduoduo: { expected: 1_200 } });
});

test("while no source is quiet for long Postgres is not asked", async () => {
  await live("pinduoduo");
  pass(MINUTE);
  const sql = (() => {
    throw new Error("Postgres was asked");
  }) as unknown as TestContext["sql"];
  const heard = await readSources(ctx.sql, WATERMARK_SOURCES);
  expect(await new SilenceReader({ ...ctx, sql }).read(heard)).toEqual(new Map());
});

test("the log is told once when a source falls silent, and once when it is heard again", async () => {
  const told: string[] = [];
  const log = {
    warn: ({ source }: { source: string }, what: string) => told.push(`${source}: ${what}`),
    info: ({ source }: { source: string }, what: string) => told.push(`${source}: ${what}`),
  } as unknown as TestContext["log"];
  await live("pinduoduo");
  const reader = new SilenceReader(ctx, log);
  for (let i = 0; i < 4; i++) {
    pass(3 * MINUTE);
    await silent(reader);
  }
  const now = ctx.clock.machineNow();
  const sources = [{ key: "pinduoduo", lastEventAt: TEST_NOW, lastReceivedAt: now }];
  await noteHeard(ctx.sql, { sources, hours: [], takingAt: null });
  pass(MINUTE);
  await silent(reader);
  expect(told).toEqual(["pinduoduo: a source fell silent", "pinduoduo: a source is silent no more"]);
});

test("the board's watermark says it, also straight after a rebuild", async () => {
  await flushBoard(ctx);
  await live("pinduoduo");
  pass(18 * MINUTE);
  const silence = { forMs: 18 * MINUTE, expected: 180 };
  await rebuildBoard(ctx);
  expect((await readLiveBoard(ctx))!.watermark.sources).toMatchObject({ pinduoduo: { silence } });
  expect((await tickOnce(ctx)).watermark.sources).toMatchObject({ pinduoduo: { silence } });
});
