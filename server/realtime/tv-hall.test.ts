import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { addPlaylist } from "../commands/change-playlists.ts";
import { changeTv, commandTv, revokeTv } from "../commands/change-tvs.ts";
import { rebuildBoard } from "../commands/rebuild-board.ts";
import { projectChanges } from "../live/project-changes.ts";
import { eventually, flushBoard, stageOrder, tickOnce } from "../live/testing/stage.ts";
import { createLogger } from "../platform/logger.ts";
import { connectRedis } from "../platform/redis.ts";
import { listTvs } from "../queries/list-tvs.ts";
import { TEST_NOW, type TestContext, testContext } from "../testing/context.ts";
import { pairedTv, signedIn } from "../testing/signed-in.ts";
import { type TcpProxy, tcpProxy } from "../testing/tcp-proxy.ts";
import { REPORT_KEPT_EVERY_MS } from "../tvs/limits.ts";
import { REPORT, Television } from "../tvs/testing/television.ts";
import { type ServedGateway, serveGateway } from "./testing/wall.ts";

const DAY = 86_400_000;
let ctx: TestContext;
let proxy: TcpProxy;
let webs: ServedGateway[] = [];
let tvs: Television[] = [];

beforeAll(async () => {
  const own = await testContext();
  proxy = await tcpProxy(own.env.redisUrl!);
  const redis = connectRedis(proxy.url, createLogger("silent", "test"));
  ctx = {
    ...own,
    redis,
    close: async () => {
      redis.disconnect();
      await own.close();
    },
  };
});
afterAll(async () => {
  await ctx.close();
  await proxy.close();
});
beforeEach(async () => {
  ctx.setMachineNow(null);
  proxy.set("pass");
  await redisBack();
  await flushBoard(ctx);
  await ctx.sql`truncate tvs, orders, visits, outbox`;
  await rebuildBoard(ctx);
  webs = [await serveGateway(ctx), await serveGateway(ctx)];
});
afterEach(async () => {
  for (const tv of tvs) tv.socket.disconnect();
  tvs = [];
  await Promise.all(webs.map((web) => web.close()));
});

const redisBack = () =>
  eventually(
    () => ctx.redis.status,
    (status) => status === "ready",
  );

/** The same television twice, on one web process each: as if it had moved from one to the other. */
async function onBoth(name: string) {
  const { id, credential } = await pairedTv(ctx, name);
  tvs = webs.map(({ url }) => new Television(url, credential));
  for (const tv of tvs)
    await eventually(
      () => tv.states.length,
      (count) => count === 1,
    );
  return { id, credential, screens: tvs };
}

const alarmOf = async (id: string) => (await listTvs(ctx)).tvs.find((tv) => tv.id === id)?.alarm;

test("a television hears what it shows on joining and on each change, whatever web process it hangs on", async () => {
  const { id, screens } = await onBoth("北墙");
  expect(screens[0]!.states[0]).toMatchObject({
    id,
    name: "北墙",
    paused: false,
    playlist: { name: "作战室" },
    settings: { language: "zh-CN" },
  });
  const other = await addPlaylist(ctx, "key:t", {
    name: "仓库",
    entries: [{ screen: "board", seconds: 30, lanes: ["warehouse"], windowHours: 24, columns: "hour" }],
    preemption: null,
  });
  await changeTv(ctx, "key:t", id, { name: "西墙", playlistId: other.id, settings: { theme: "light" } });
  for (const { states } of screens) {
    await eventually(
      () => states.at(-1)!.name,
      (name) => name === "西墙",
      1_000,
    );
    expect(states.at(-1)).toMatchObject({ playlist: { id: other.id }, settings: { theme: "light" } });
  }
  await commandTv(ctx, "key:t", id, { do: "identify" });
  await commandTv(ctx, "key:t", id, { do: "pause" });
  for (const { commands, states } of screens) {
    await eventually(
      () => commands,
      (heard) => heard.length === 2,
      1_000,
    );
    expect(commands).toEqual([{ do: "identify" }, { do: "pause" }]);
    await eventually(
      () => states.at(-1)!.paused,
      (paused) => paused,
      1_000,
    );
  }
});

test("what is for one television is for no other, and for no wall", async () => {
  const first = await pairedTv(ctx, "一");
  const second = await pairedTv(ctx, "二");
  const [one, two] = [first, second].map(({ credential }) => new Television(webs[0]!.url, credential));
  const { cookie } = await signedIn(ctx, "operator");
  const wall = new Television(webs[0]!.url, "no television's", cookie);
  tvs = [one!, two!, wall];
  await eventually(
    () => [one!.states.length, two!.states.length, Number(wall.socket.connected)],
    (counts) => counts.every((count) => count === 1),
  );
  await commandTv(ctx, "key:t", first.id, { do: "reload" });
  await eventually(
    () => one!.commands.length,
    (count) => count === 1,
  );
  expect([two!.commands, wall.commands, wall.states]).toEqual([[], [], []]);
});

test("a television is one also where somebody is signed in in the same browser", async () => {
  const { id, credential } = await pairedTv(ctx, "试用");
  const { cookie } = await signedIn(ctx, "manager");
  const tv = new Television(webs[0]!.url, credential, cookie);
  tvs = [tv];
  await eventually(
    () => tv.states.map((state) => state.id),
    (ids) => ids[0] === id,
  );
  tv.report();
  await eventually(
    () => listTvs(ctx),
    (list) => list.tvs[0]!.report !== null,
  );
});

test("one that was revoked is told and cut off on every web process, with Redis and without", async () => {
  for (const redis of ["pass", "refuse"] as const) {
    const { id, screens } = await onBoth(`撤销 ${redis}`);
    proxy.set(redis);
    await revokeTv(ctx, "key:t", id);
    for (const tv of screens) {
      await eventually(
        () => tv.revoked && !tv.socket.connected,
        (gone) => gone,
        5_000,
      );
    }
    proxy.set("pass");
  }
}, 30_000);

test("one that comes back after a week, a restart of the web processes and a loss of Redis goes on as it was", async () => {
  const { id, credential, screens } = await onBoth("一周");
  for (const tv of screens) tv.socket.disconnect();
  ctx.setMachineNow(Date.now() + 7 * DAY);
  expect(await alarmOf(id)).toBe("lost");
  await Promise.all(webs.map((web) => web.close()));
  webs = [await serveGateway(ctx), await serveGateway(ctx)];
  const back = new Television(webs[0]!.url, credential);
  tvs = [back];
  await eventually(
    () => back.states.length,
    (count) => count === 1,
  );
  back.report();
  await eventually(
    () => alarmOf(id),
    (alarm) => alarm === null,
  );
  proxy.set("refuse");
  // Redis away: the desk goes by what Postgres has, and says nothing false.
  await eventually(
    () => alarmOf(id),
    (alarm) => alarm === null,
  );
  proxy.set("pass");
  await redisBack();
  await eventually(
    async () => {
      await commandTv(ctx, "key:t", id, { do: "next" }).catch(() => {});
      return back.commands.length;
    },
    (count) => count > 0,
    5_000,
  );
  expect(back.revoked).toBe(false);
}, 30_000);

test("what it reports raises and ends the desk's alarms", async () => {
  const { id, credential } = await pairedTv(ctx, "报告");
  const tv = new Television(webs[0]!.url, credential);
  tvs = [tv];
  await eventually(
    () => tv.states.length,
    (count) => count === 1,
  );
  const start = Date.now();
  let now = start;
  const later = (ms: number) => {
    now += ms;
    ctx.setMachineNow(now);
  };
  const becomes = (wanted: string | null) =>
    eventually(
      () => alarmOf(id),
      (alarm) => alarm === wanted,
    );
  later(1_000);
  tv.report();
  await becomes(null);
  later(1_000);
  tv.report({ paintedMsAgo: 20_000 });
  await becomes("frozen");
  later(1_000);
  tv.report({ clockSkewMs: -3_600_000 });
  await becomes("clock");
  later(1_000);
  // Dropped: it says what no television can, or comes too soon.
  tv.socket.emit("report", { ...REPORT, screen: "desktop" });
  tv.socket.emit("report", "hello");
  tv.report({ screen: "forecast" });
  tv.report({ screen: "escalations" });
  await becomes(null);
  expect((await listTvs(ctx)).tvs[0]!.report!.screen).toBe("forecast");
  later(16_000);
  await becomes("lost");
  const kept = await ctx.sql<{ seen: number }[]>`select last_seen_at as seen from tvs where id = ${id}`;
  expect(kept[0]!.seen).toBe(start + 1_000);
  later(REPORT_KEPT_EVERY_MS);
  tv.report();
  await eventually(
    async () =>
      (await ctx.sql<{ seen: number }[]>`select last_seen_at as seen from tvs where id = ${id}`)[0]!.seen,
    (seen) => seen === now,
  );
});

test("one that shows an old frame, though it was sent a newer one, is told of", async () => {
  const { id, credential } = await pairedTv(ctx, "旧画面");
  ctx.setMachineNow(Date.now());
  const tv = new Television(webs[0]!.url, credential);
  tvs = [tv];
  const places: { epoch: number; seq: number }[] = [];
  tv.socket.on("snapshot", ({ epoch, seq }) => places.push({ epoch, seq }));
  tv.socket.on("delta", ({ epoch, seq }) => places.push({ epoch, seq }));
  await stageOrder(ctx, "A1", [{ node: "picking", enteredAt: TEST_NOW, dueAt: TEST_NOW }]);
  await projectChanges(ctx);
  await tickOnce(ctx);
  const seen = await eventually(
    () => places,
    (all) => all.length >= 2,
  );
  ctx.setMachineNow(Date.now() + 30_000);
  tv.report(seen.at(-1));
  await eventually(
    () => alarmOf(id),
    (alarm) => alarm === null,
  );
  ctx.setMachineNow(Date.now() + 40_000);
  tv.report(seen[0]);
  await eventually(
    () => alarmOf(id),
    (alarm) => alarm === "stale",
  );
});
