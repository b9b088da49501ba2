import { expect, test } from "vitest";
import { prefixOf } from "../../server/live/keys.ts";
import { projectChanges } from "../../server/live/project-changes.ts";
import { readLiveBoard, readLiveState } from "../../server/live/read-board.ts";
import { eventually, flushBoard, rowOf, stageOrder, tickOnce } from "../../server/live/testing/stage.ts";
import { TEST_NOW } from "../../server/testing/context.ts";
import { tickerStage } from "./testing/stage.ts";

const stage = tickerStage();
const key = (name: string) => `${prefixOf(stage.ctx.boardTag)}${name}`;
const live = () =>
  eventually(
    () => readLiveBoard(stage.ctx),
    (board) => board !== null,
  );
const frames = async () =>
  (await stage.ctx.redis.xrange(key("frames"), "-", "+")).map(([, fields]) => {
    const field = (name: string) => fields[fields.indexOf(name) + 1];
    return { epoch: Number(field("epoch")), seq: Number(field("seq")), asOf: Number(field("asOf")) };
  });

test("builds the board where there is none, also after Redis was flushed", async () => {
  await stageOrder(stage.ctx, "A", [{ node: "picking", enteredAt: TEST_NOW }]);
  stage.start();
  const first = await live();
  expect(rowOf(first!, "picking").green).toBe(1);
  await flushBoard(stage.ctx);
  const again = await eventually(
    () => readLiveBoard(stage.ctx),
    (board) => board !== null && board.epoch! > first!.epoch!,
  );
  expect(rowOf(again!, "picking").green).toBe(1);
  expect((await readLiveState(stage.ctx)).signs.hasBoard).toBe(true);
});

test("a deadline that passes makes a frame; a quiet board makes none, but its moment goes on", async () => {
  await stageOrder(stage.ctx, "A", [{ node: "picking", enteredAt: TEST_NOW, dueAt: TEST_NOW + 60_000 }]);
  stage.start();
  const { seq } = (await live())!;
  stage.ctx.setNow(TEST_NOW + 59_999);
  const quiet = await eventually(
    () => readLiveBoard(stage.ctx),
    (board) => Date.parse(board!.asOf) === TEST_NOW + 59_999,
  );
  expect(quiet!.seq).toBe(seq);
  stage.ctx.setNow(TEST_NOW + 60_000);
  const after = await eventually(
    () => readLiveBoard(stage.ctx),
    (board) => board!.seq! > seq!,
  );
  expect(rowOf(after!, "picking").red).toBe(1);
});

test("the first change after a quiet moment goes out at once, later ones at most four a second", async () => {
  stage.start();
  await live();
  await new Promise((resolve) => setTimeout(resolve, 400));
  const sent: number[] = [];
  const began = performance.now();
  const before = (await frames()).length;
  for (let i = 0; performance.now() - began < 1_500; i++) {
    await stageOrder(stage.ctx, `A${i}`, [{ node: "picking", enteredAt: TEST_NOW }]);
    await projectChanges(stage.ctx);
    if (i === 0) {
      await eventually(frames, (all) => all.length > before, 1_000);
      sent.push(performance.now() - began);
    }
  }
  const ids = (await stage.ctx.redis.xrange(key("frames"), "-", "+"))
    .slice(before)
    .map(([id]) => Number.parseInt(id, 10));
  expect(sent[0]).toBeLessThan(200);
  expect(ids.length).toBeGreaterThanOrEqual(4);
  for (let i = 4; i < ids.length; i++) expect(ids[i]! - ids[i - 4]!).toBeGreaterThan(900);
});

test("one of several ticks, and another takes over when it ends or dies", async () => {
  const first = stage.start();
  await live();
  const token = await stage.ctx.redis.get(key("ticker"));
  stage.start();
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(await stage.ctx.redis.get(key("ticker"))).toBe(token);
  await first.stop();
  const next = await eventually(
    () => stage.ctx.redis.get(key("ticker")),
    (held) => held !== null,
  );
  expect(next).not.toBe(token);
  const numbers = (await frames()).map((frame) => frame.seq);
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
});

test("a ticker whose lease went to another while it stalled writes nothing", async () => {
  stage.start();
  const { seq } = (await live())!;
  await stage.ctx.redis.set(key("ticker"), "another", "PX", 1_500);
  await stageOrder(stage.ctx, "A", [{ node: "picking", enteredAt: TEST_NOW }]);
  await projectChanges(stage.ctx);
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect((await readLiveBoard(stage.ctx))!.seq).toBe(seq);
  // And it stands by: when the other is gone, it goes on.
  const after = await eventually(
    () => readLiveBoard(stage.ctx),
    (board) => board!.seq! > seq!,
  );
  expect(rowOf(after!, "picking").green).toBe(1);
});

test.each([
  ["Redis came back from a file or another machine", "origin", "elsewhere"],
  ["the shop's clock was set back", "t", String(TEST_NOW + 3_600_000)],
])("the board is built anew when %s", async (_when, field, value) => {
  await stageOrder(stage.ctx, "A", [{ node: "picking", enteredAt: TEST_NOW }]);
  stage.start();
  const { epoch } = (await live())!;
  await stage.ctx.redis.hset(key(`${epoch}:meta`), field, value);
  const after = await eventually(
    () => readLiveBoard(stage.ctx),
    (board) => board !== null && board.epoch! > epoch!,
  );
  expect(Date.parse(after!.asOf)).toBe(TEST_NOW);
  expect(rowOf(after!, "picking").green).toBe(1);
});

test("the watermark stands still at what has not reached the board", async () => {
  stage.start();
  await live();
  const waiting = Date.parse("2026-11-11T01:00:00Z");
  await stage.ctx.sql`insert into outbox (order_id, created_at) values (1, ${new Date(waiting)})`;
  const behind = await eventually(
    () => readLiveBoard(stage.ctx),
    (board) => board?.watermark.pipeline === new Date(waiting).toISOString(),
  );
  expect(behind!.pulse.lagMs).toBeGreaterThan(0);
  await stage.ctx.sql`truncate outbox`;
  await eventually(
    () => readLiveBoard(stage.ctx),
    (board) => Date.parse(board!.watermark.pipeline!) > waiting,
  );
});

test("new settings make a frame, so that every screen reads the names again", async () => {
  stage.start();
  const { seq } = (await live())!;
  await stage.ctx.sql`update settings_revision set revision = revision + 1`;
  await eventually(
    () => readLiveBoard(stage.ctx),
    (board) => board!.seq! > seq!,
  );
  await expect(tickOnce(stage.ctx)).rejects.toThrow("somebody else ticks");
});
