import { AGE_STEPS_MS } from "../../domain/forecast/ages.ts";
import { instantAt, type NodeTime, timeAt } from "../../domain/forecast/node-time.ts";
import type { Waiting } from "../../domain/forecast/types.ts";
import type { Context } from "../platform/context.ts";
import { prefixOf } from "./keys.ts";

/** Visits of a node that are read one by one; of more, so many lots from all over the queue stand for it. */
const LOT = 250;
const LOTS = 20;

/** The queue of one node as the board in Redis has it. */
interface Queue {
  /** Open visits by step of age, in the node's time. */
  open: number[];
  /** Those that are due until the moment asked for. */
  waiting: Waiting[];
}

/**
 * Queues of nodes, with the same work however long they are.
 * @param times of the nodes asked for
 * @param nowMs shop time; untilMs: deadlines up to then
 * @returns null while Redis has no board
 */
export async function readWaiting(
  { redis, boardTag }: Pick<Context, "redis" | "boardTag">,
  times: ReadonlyMap<string, NodeTime>,
  nowMs: number,
  untilMs: number,
): Promise<Map<string, Queue> | null> {
  const prefix = prefixOf(boardTag);
  const epoch = await redis.get(`${prefix}epoch`);
  if (epoch === null) return null;
  const keyOf = (node: string, set: "open" | "due") => `${prefix}${epoch}:n:${node}:${set}`;
  const nodes = [...times.keys()];
  const sizes = await run<number>((pipe) => {
    for (const node of nodes) {
      pipe.zcard(keyOf(node, "open"));
      pipe.zcount(keyOf(node, "due"), "-inf", untilMs);
    }
  });
  const queues = new Map<string, Queue>();
  for (const [i, node] of nodes.entries()) {
    const [size, due] = [sizes[2 * i]!, sizes[2 * i + 1]!];
    queues.set(node, {
      open: size === 0 ? AGE_STEPS_MS.map(() => 0) : await readAges(node, times.get(node)!),
      waiting: due === 0 ? [] : await readDue(node, due),
    });
  }
  return queues;

  async function readAges(node: string, time: NodeTime): Promise<number[]> {
    const now = timeAt(time, nowMs);
    // Who came by this instant is at least so old.
    const instants = AGE_STEPS_MS.map((age) => (age === 0 ? nowMs : instantAt(time, now - age)));
    const atLeast = await run<number>((pipe) => {
      for (const at of instants)
        pipe.zcount(keyOf(node, "open"), "-inf", Number.isFinite(at) ? String(at) : "(-inf");
    });
    return atLeast.map((visits, step) => Math.max(0, visits - (atLeast[step + 1] ?? 0)));
  }

  async function readDue(node: string, size: number): Promise<Waiting[]> {
    const starts = size <= LOT * LOTS ? lotsOf(size, LOT) : spreadOver(size);
    const lots = await run<string[]>((pipe) => {
      for (const start of starts) {
        pipe.zrange(keyOf(node, "due"), String(start), String(Math.min(start + LOT, size) - 1), "WITHSCORES");
      }
    });
    const visits = lots.flatMap((lot) => {
      const pairs: { id: string; dueAt: number }[] = [];
      for (let i = 0; i + 1 < lot.length; i += 2) pairs.push({ id: lot[i]!, dueAt: Number(lot[i + 1]) });
      return pairs;
    });
    if (visits.length === 0) return [];
    const ids = visits.map(({ id }) => id);
    const [entered] = await run<(string | null)[]>((pipe) => pipe.zmscore(keyOf(node, "open"), ids));
    const count = size / visits.length;
    return visits.flatMap(({ dueAt }, i) => {
      const at = entered![i];
      return at == null ? [] : [{ enteredAt: Number(at), dueAt, count }];
    });
  }

  async function run<T>(fill: (pipe: ReturnType<typeof redis.pipeline>) => void): Promise<T[]> {
    const pipe = redis.pipeline();
    fill(pipe);
    return ((await pipe.exec()) ?? []).map(([error, reply]) => {
      if (error) throw error;
      return reply as T;
    });
  }
}

const lotsOf = (size: number, lot: number) =>
  Array.from({ length: Math.ceil(size / lot) }, (_, i) => i * lot);

const spreadOver = (size: number) =>
  Array.from({ length: LOTS }, (_, i) => Math.floor((i * (size - LOT)) / (LOTS - 1)));
