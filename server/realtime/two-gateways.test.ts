import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { noteHeard } from "../../db/stores/sources.ts";
import type { Snapshot } from "../../domain/wire/board.ts";
import { rebuildBoard } from "../commands/rebuild-board.ts";
import { projectChanges } from "../live/project-changes.ts";
import { eventually, flushBoard, stageOrder, tickOnce } from "../live/testing/stage.ts";
import { TEST_NOW, type TestContext, testContext } from "../testing/context.ts";
import { type ServedGateway, serveGateway, Wall } from "./testing/wall.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
let ctx: TestContext;
let webs: ServedGateway[];
let walls: Wall[];

beforeAll(async () => {
  ctx = await testContext();
});
afterAll(() => ctx.close());
beforeEach(async () => {
  await flushBoard(ctx);
  await ctx.sql`truncate orders, visits, outbox, sources, source_hours`;
  await rebuildBoard(ctx);
  webs = [await serveGateway(ctx), await serveGateway(ctx)];
  walls = await Promise.all(webs.map(({ url }) => new Wall(url).joined()));
});
afterEach(async () => {
  for (const wall of walls) wall.socket.disconnect();
  await Promise.all(webs.map((web) => web.close()));
});

const place = (board: Snapshot | null) => `${board?.epoch}/${board?.seq}`;
/** What a board says under its number; moments and pulses are each process's own. */
const said = ({ nodes, watches, totals }: Snapshot) => JSON.stringify({ nodes, watches, totals });

test("under one number every web process shows one board, through changes, a rebuild and a flush", async () => {
  const seen = walls.map((wall) => {
    const boards = new Map<string, string>();
    const note = () => void (wall.board && boards.set(place(wall.board), said(wall.board)));
    note();
    wall.socket.on("snapshot", note);
    wall.socket.on("delta", note);
    return boards;
  });
  for (let i = 0; i < 12; i++) {
    const node = ["picking", "packed", "in_transit"][i % 3]!;
    await stageOrder(ctx, `A${i % 5}`, [{ node, enteredAt: TEST_NOW, dueAt: TEST_NOW + (i % 2) * HOUR }]);
    await projectChanges(ctx);
    if (i === 4) await rebuildBoard(ctx);
    if (i === 8) {
      await flushBoard(ctx);
      await rebuildBoard(ctx);
    }
    const ticked = await tickOnce(ctx);
    for (const wall of walls) {
      await eventually(
        () => wall.board,
        (board) => place(board) === place(ticked),
        10_000,
      );
      expect(said(wall.board!)).toBe(said(ticked));
    }
  }
  const [first, second] = seen;
  const shared = [...first!.keys()].filter((number) => second!.has(number));
  expect(shared.length).toBeGreaterThanOrEqual(12);
  for (const number of shared) expect(first!.get(number)).toBe(second!.get(number));
});

test("a source that fell silent is told with the next heartbeat of every web process, within six seconds", async () => {
  const now = ctx.clock.machineNow();
  const hours = Array.from({ length: 24 }, (_, i) => {
    return {
      source: "pinduoduo",
      at: TEST_NOW - (24 - i) * HOUR,
      live: 600,
      late: 0,
      minutes: "1".repeat(60),
    };
  });
  const lastReceivedAt = now - 18 * MINUTE;
  const sources = [{ key: "pinduoduo", lastEventAt: TEST_NOW, lastReceivedAt }];
  await noteHeard(ctx.sql, { sources, hours, takingAt: null });
  const silenceAt = (wall: Wall) => wall.heartbeats.at(-1)?.watermark.sources.pinduoduo?.silence ?? null;
  await tickOnce(ctx);
  for (const wall of walls) {
    const silence = await eventually(
      () => silenceAt(wall),
      (told) => told !== null,
      6_000,
    );
    // The clocks of this test go apart: shop time stands still.
    expect(silence!.expected).toBe(180);
    expect(silence!.forMs).toBeGreaterThanOrEqual(18 * MINUTE);
  }
  await noteHeard(ctx.sql, {
    sources: [{ key: "pinduoduo", lastEventAt: TEST_NOW, lastReceivedAt: ctx.clock.machineNow() }],
    hours: [],
    takingAt: null,
  });
  await tickOnce(ctx);
  for (const wall of walls) {
    await eventually(
      () => silenceAt(wall),
      (told) => told === null,
      6_000,
    );
  }
}, 20_000);
