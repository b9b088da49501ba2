import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { INTAKE_PAUSE_MS, readSourceHours, readSources, readTakingSince } from "../../db/stores/sources.ts";
import { HISTORY_MS } from "../../domain/health/silence.ts";
import { TEST_NOW, type TestContext, testContext } from "../testing/context.ts";
import { createIngestMeter, type IngestMeter } from "./ingest-meter.ts";

const HOUR = 3_600_000;
const MACHINE_NOW = Date.parse("2026-11-22T16:00:00Z");
let ctx: TestContext;

beforeAll(async () => {
  ctx = await testContext({ machineNow: MACHINE_NOW });
});
afterAll(() => ctx.close());
beforeEach(async () => {
  await ctx.sql`truncate sources, source_hours, intake`;
});

/** A process that counts, and then ends, which writes what is pending. */
async function during(count: (meter: IngestMeter) => void, takesEvents = true): Promise<void> {
  const meter = createIngestMeter({ ...ctx, takesEvents });
  count(meter);
  await meter.stop();
}
const events = (source: string, count: number, occurredAt = TEST_NOW) =>
  Array.from({ length: count }, () => ({ source, occurredAt }));

test("what several processes heard adds up", async () => {
  await Promise.all([
    during((meter) => meter.committed(events("taobao", 3))),
    during((meter) => meter.committed([...events("wms", 2), ...events("taobao", 4, TEST_NOW - 24 * HOUR)])),
    during((meter) => meter.committed(events("taobao", 5))),
  ]);
  expect(await readSources(ctx.sql, 10)).toEqual([
    { key: "taobao", lastEventAt: TEST_NOW, lastReceivedAt: MACHINE_NOW },
    { key: "wms", lastEventAt: TEST_NOW, lastReceivedAt: MACHINE_NOW },
  ]);
  const hours = await readSourceHours(ctx.sql, ["taobao", "wms", "nobody"]);
  const first = "1".padEnd(60, "0");
  expect(hours.get("taobao")).toEqual([
    { at: TEST_NOW - 24 * HOUR, live: 0, late: 4, minutes: "0".repeat(60) },
    { at: TEST_NOW, live: 8, late: 0, minutes: first },
  ]);
  expect(hours.get("wms")).toEqual([{ at: TEST_NOW, live: 2, late: 0, minutes: first }]);
  expect(hours.get("nobody")).toEqual([]);
});

test("minutes of one hour are joined", async () => {
  await during((meter) => meter.committed(events("taobao", 1)));
  ctx.setNow(TEST_NOW + 59 * 60_000);
  await during((meter) => meter.committed(events("taobao", 1)));
  ctx.setNow(TEST_NOW);
  const [hour] = (await readSourceHours(ctx.sql, ["taobao"])).get("taobao")!;
  expect(hour).toEqual({ at: TEST_NOW, live: 2, late: 0, minutes: `1${"0".repeat(58)}1` });
});

test("since when events are taken: a short pause does not count, a longer one does", async () => {
  const say = async (machineNow: number, takesEvents = true) => {
    ctx.setMachineNow(machineNow);
    await during(() => {}, takesEvents);
    return readTakingSince(ctx.sql);
  };
  expect(await say(MACHINE_NOW, false)).toBeNull();
  expect(await say(MACHINE_NOW)).toBe(MACHINE_NOW);
  const then = MACHINE_NOW + INTAKE_PAUSE_MS;
  expect(await say(then)).toBe(MACHINE_NOW);
  expect(await say(then + INTAKE_PAUSE_MS + 1)).toBe(then + INTAKE_PAUSE_MS + 1);
  ctx.setMachineNow(MACHINE_NOW);
});

test("a process that takes events forgets hours that nobody looks at any more", async () => {
  await during((meter) => meter.committed(events("taobao", 1, TEST_NOW - HISTORY_MS)), false);
  const kept = async () => (await readSourceHours(ctx.sql, ["taobao"])).get("taobao")!.length;
  await during(() => {});
  expect(await kept()).toBe(1);
  ctx.setNow(TEST_NOW + 1);
  await during(() => {}, false);
  expect(await kept()).toBe(1);
  await during(() => {});
  expect(await kept()).toBe(0);
  ctx.setNow(TEST_NOW);
});

test("what cannot be noted harms nobody, and the next is noted", async () => {
  await ctx.sql`alter table source_hours rename to source_hours_away`;
  await during((meter) => meter.committed(events("taobao", 1)));
  await ctx.sql`alter table source_hours_away rename to source_hours`;
  await during((meter) => meter.committed(events("wms", 1)));
  expect((await readSources(ctx.sql, 10)).map(({ key }) => key)).toEqual(["wms"]);
});
