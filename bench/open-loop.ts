import { setTimeout as sleep } from "node:timers/promises";
import type { RunningAndon } from "./andon.ts";
import { createPoster, type Poster } from "./post.ts";

/** Batches that are due at a fixed pace, whether or not those before them were answered. */
export interface Load {
  name: string;
  eventsPerBatch: number;
  everyMs: number;
  seconds: number;
}

/** One batch, each event of which opened one visit at `node`. Instants in machine ms. */
export interface Commit {
  node: string;
  /** Open visits at the node with it. */
  open: number;
  dueAt: number;
  sentAt: number;
  answeredAt: number;
}

/** Nodes of some allowance, so that no visit changes its node's count while the load lasts. */
const LANE_NODES = [
  "order_review",
  "allocating",
  "awaiting_stock",
  "picking",
  "packed",
  "bulky_dispatch",
  "awaiting_pickup",
  "in_transit",
  "awaiting_appointment",
  "out_for_delivery",
  "delivered",
  "inspection_failed",
  "customer_hold",
  "logistics_stalled",
  "aftersale_review",
  "return_inspection",
];

/**
 * Sends a load to its schedule, as many requests in flight as there are lanes. Each lane fills a node of its own and
 * waits for its own answers only: so the open visits at a node tell exactly which commits a frame has seen, while the
 * lanes overtake each other as they like.
 * @param openBefore open visits by node
 * @returns every batch, by node in the order of its commits
 */
export async function sendOpenLoop(
  andon: RunningAndon,
  load: Load,
  openBefore: ReadonlyMap<string, number>,
): Promise<Commit[]> {
  const poster = createPoster(andon.url, andon.key, LANE_NODES.length);
  const batches = Math.round((load.seconds * 1_000) / load.everyMs);
  const startAt = Date.now();
  const lanes = LANE_NODES.map(async (node, lane) => {
    const commits: Commit[] = [];
    let open = openBefore.get(node) ?? 0;
    for (let batch = lane; batch < batches; batch += LANE_NODES.length) {
      const dueAt = startAt + batch * load.everyMs;
      await sleep(Math.max(0, dueAt - Date.now()));
      const sentAt = Date.now();
      await post(poster, load, batch, node);
      open += load.eventsPerBatch;
      commits.push({ node, open, dueAt, sentAt, answeredAt: Date.now() });
    }
    return commits;
  });
  try {
    return (await Promise.all(lanes)).flat();
  } finally {
    poster.close();
  }
}

async function post(poster: Poster, load: Load, batch: number, node: string): Promise<void> {
  const occurredAt = new Date().toISOString();
  const events = Array.from({ length: load.eventsPerBatch }, (_, i) => {
    const id = `${load.name}-${batch}-${i}`;
    return { id, source: "bench", orderNo: id, node, occurredAt };
  });
  const { accepted } = await poster.post(Buffer.from(JSON.stringify(events)));
  if (accepted !== events.length) throw new Error(`${accepted} of ${events.length} events were accepted`);
}
