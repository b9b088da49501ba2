import { setTimeout as sleep } from "node:timers/promises";
import { Manager } from "socket.io-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { revokeKey } from "../commands/change-keys.ts";
import { changeUser, endSessions } from "../commands/change-users.ts";
import { rebuildBoard } from "../commands/rebuild-board.ts";
import { eventually } from "../live/testing/stage.ts";
import { type TestContext, testContext } from "../testing/context.ts";
import { keyWith, pairedTv, signedIn } from "../testing/signed-in.ts";
import { Room, SOCKETS_PER_PROCESS } from "./admission.ts";
import { type ServedGateway, serveGateway, Wall } from "./testing/wall.ts";

/** What the gateway promises: so long after somebody was cut off their sockets are closed. */
const GONE_WITHIN_MS = 5_000;

let ctx: TestContext;
let served: ServedGateway;
/** Made before any is looked for: an unknown one makes the ring read again, but not at once. */
let key: string;
const walls: Wall[] = [];
beforeAll(async () => {
  ctx = await testContext();
  await rebuildBoard(ctx);
  key = await keyWith(ctx, ["board:read"]);
  served = await serveGateway(ctx, new Room(SOCKETS_PER_PROCESS, NAMELESS));
});
afterAll(async () => {
  for (const wall of walls) wall.socket.disconnect();
  await served.close();
  await ctx.close();
});

function open(headers: Record<string, string>, token?: string): Wall {
  const wall = new Wall(served.url, { headers, token });
  walls.push(wall);
  return wall;
}

/** Whether a socket with these headers is let in. */
function isIn(headers: Record<string, string>, token?: string): Promise<boolean> {
  const { socket } = open(headers, token);
  return new Promise((resolve) => {
    socket.once("connect", () => resolve(true));
    socket.once("connect_error", () => resolve(false));
  });
}

test("lets in who may see the board, by session, television or key, and nobody else", async () => {
  const first = await signedIn(ctx, "admin", { mustChangePassword: true });
  const refused: Record<string, string>[] = [
    {},
    { cookie: "andon.session_token=forged.forged; andon_tv=unknown" },
    { authorization: "Bearer unknown" },
    { authorization: `Bearer ${await keyWith(ctx, ["events:write"])}` },
    { cookie: first.cookie },
  ];
  for (const headers of refused) expect([headers, await isIn(headers)]).toEqual([headers, false]);
  for (const role of ["wall", "finance", "admin"] as const) {
    expect([role, await isIn({ cookie: (await signedIn(ctx, role)).cookie })]).toEqual([role, true]);
  }
  expect(await isIn({ cookie: (await pairedTv(ctx)).cookie })).toBe(true);
  expect(await isIn({}, key)).toBe(true);
  expect(await isIn({}, "unknown")).toBe(false);
});

test("closes the sockets of whoever was cut off within 5 s, refuses them from then on, and no others", async () => {
  // An unknown key makes the ring read again, but not at once.
  await sleep(600);
  const [out, disabled, expired, stays] = await Promise.all(
    Array.from({ length: 4 }, () => signedIn(ctx, "operator")),
  );
  const tv = await pairedTv(ctx);
  const revoked = await keyWith(ctx, ["board:read"]);
  const headers: Record<string, string>[] = [
    { cookie: out!.cookie },
    { cookie: disabled!.cookie },
    { cookie: expired!.cookie },
    { cookie: tv.cookie },
    { authorization: `Bearer ${revoked}` },
  ];
  const gone = await Promise.all(headers.map((one) => open(one).joined()));
  const other = await open({ cookie: stays!.cookie }).joined();
  const [{ id }] = (await ctx.sql`select max(id)::int as id from api_keys`) as unknown as [{ id: number }];
  await endSessions(ctx, "user:test", out!.userId);
  await signedIn(ctx, "admin");
  await changeUser(ctx, "user:test", disabled!.userId, { disabled: true });
  await ctx.sql`update sessions set expires_at = now() where user_id = ${expired!.userId}`;
  await ctx.sql`update tvs set revoked_at = now() where id = ${tv.id}`;
  await revokeKey(ctx, "user:test", id);
  const cutOffAt = performance.now();
  await Promise.all(
    gone.map(
      ({ socket }) =>
        socket.disconnected || new Promise<void>((resolve) => socket.once("disconnect", () => resolve())),
    ),
  );
  const slowestMs = performance.now() - cutOffAt;
  expect(slowestMs).toBeLessThan(GONE_WITHIN_MS);
  for (const one of headers) expect([one, await isIn(one)]).toEqual([one, false]);
  expect(other.socket.connected).toBe(true);
});

/** A connection that has joined nothing; what is sent over it is up to the test. @returns null when it was refused */
async function connection(extraHeaders: Record<string, string> = {}) {
  const manager = new Manager(served.url, {
    transports: ["websocket"],
    autoConnect: false,
    reconnection: false,
    extraHeaders,
  });
  const packets: { type: number; nsp: string }[] = [];
  manager.on("packet", (packet) => packets.push(packet));
  let on = await new Promise<boolean>((resolve) => manager.open((error) => resolve(!error)));
  if (!on) return null;
  manager.once("close", () => {
    on = false;
  });
  return { packets, send: (packet: string) => manager.engine.send(packet), isOn: () => on };
}
/** Fewer than a process has, so that all are there before the first is closed. */
const NAMELESS = 50;
const JOIN = "0";
const LEAVE = "1";
const REFUSED = 4;

test("whoever says nothing of who they are finds nothing to join, takes no screen's place, and is soon gone", async () => {
  const lurkers = await Promise.all(Array.from({ length: NAMELESS }, () => connection()));
  for (const lurker of lurkers) lurker!.send(JOIN);
  await eventually(
    () => lurkers.filter((lurker) => lurker!.packets.length > 0),
    (answered) => answered.length === NAMELESS,
  );
  expect(new Set(lurkers.flatMap((lurker) => lurker!.packets.map(({ type }) => type)))).toEqual(
    new Set([REFUSED]),
  );
  expect(await connection()).toBeNull();
  await open({ authorization: `Bearer ${key}` }).joined();
  await eventually(
    () => lurkers.filter((lurker) => lurker!.isOn()),
    (left) => left.length === 0,
  );
  expect(await isIn({}, key)).toBe(true);
});

test("a connection that leaves the board is closed", async () => {
  const program = (await connection({ cookie: (await signedIn(ctx, "operator")).cookie }))!;
  program.send(`${JOIN}/board,`);
  await eventually(
    () => program.packets.length,
    (count) => count > 0,
  );
  expect(program.isOn()).toBe(true);
  program.send(`${LEAVE}/board,`);
  await eventually(program.isOn, (on) => !on);
});
