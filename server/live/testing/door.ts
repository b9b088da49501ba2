import { connect, createServer, type Server, type Socket } from "node:net";
import { connectRedis } from "../../platform/redis.ts";
import type { TestContext } from "../../testing/context.ts";
import { eventually } from "./stage.ts";

export interface Door {
  /** The context, with its Redis behind the door. */
  context: TestContext;
  /** Cuts every connection and refuses new ones, as a Redis that is away. */
  shut(): Promise<void>;
  open(): Promise<void>;
  /** Shuts it for good. */
  close(): Promise<void>;
}

/** Puts a door before a context's Redis, because the tests share the server itself. */
export async function doorBefore(ctx: TestContext): Promise<Door> {
  const target = new URL(ctx.env.redisUrl!);
  const sockets = new Set<Socket>();
  let server: Server;
  let port = 0;
  const open = () =>
    new Promise<void>((resolve) => {
      server = createServer((client) => {
        const upstream = connect(Number(target.port), target.hostname);
        join(client, upstream);
        join(upstream, client);
      });
      server.listen(port, "127.0.0.1", () => {
        port = (server.address() as { port: number }).port;
        resolve();
      });
    });
  const join = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.on("error", () => {});
    from.on("close", () => to.destroy());
    from.pipe(to);
  };
  const shut = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
      sockets.clear();
    });
  await open();
  const url = new URL(target);
  url.port = String(port);
  const redis = connectRedis(url.href, ctx.log);
  await eventually(
    () => redis.status,
    (status) => status === "ready",
  );
  const close = async () => {
    redis.disconnect();
    await shut();
  };
  return { context: { ...ctx, redis }, shut, open, close };
}
