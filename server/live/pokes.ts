import type { Redis } from "ioredis";
import type { Context } from "../platform/context.ts";
import { pokeChannel } from "./poke.ts";

/**
 * outbox: changes wait in Postgres · board: the board in Redis changed · delay: a new summary lies in Redis ·
 * steps: a visit's next step comes sooner than the escalator looks by itself · notify: notifications are queued ·
 * alerts: alerts changed · alert-summary: a new summary of them lies in Redis · forecast: a new one lies in Redis.
 */
export type Poke =
  | "outbox"
  | "board"
  | "delay"
  | "steps"
  | "notify"
  | "alerts"
  | "alert-summary"
  | "forecast";

export interface Pokes {
  on(poke: Poke, listener: () => void): void;
  close(): void;
}

/** Listens on a connection of its own, as Redis wants it. */
export function listenForPokes({ redis, boardTag }: Pick<Context, "redis" | "boardTag">): Pokes {
  const listeners = new Map<string, (() => void)[]>();
  const connection = duplicate(redis);
  const subscribe = () => void connection.subscribe(pokeChannel(boardTag)).catch(() => {});
  connection.on("ready", subscribe);
  connection.on("message", (_channel, what) => {
    for (const listener of listeners.get(what) ?? []) listener();
  });
  return {
    on: (what, listener) => listeners.set(what, [...(listeners.get(what) ?? []), listener]),
    close: () => connection.disconnect(),
  };
}

/** A connection beside the context's own, which already tells the log when Redis is away. */
export function duplicate(redis: Redis, options: Parameters<Redis["duplicate"]>[0] = {}): Redis {
  const connection = redis.duplicate({ autoResubscribe: false, ...options });
  connection.on("error", () => {});
  return connection;
}
