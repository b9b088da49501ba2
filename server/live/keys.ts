/**
 * What the board keeps in Redis. Every key starts with the shop's hash tag, so that one cluster slot holds a board.
 *
 *   epoch      the generation that serves            building  the one under construction
 *   epochs     set of generations that may have keys rebuild   lease of whoever constructs
 *   ticker     lease of the one ticker               frames    stream of frames, capped
 *   watermark  JSON as the ticker last saw it        workers   zset: worker → machine ms until which it counts as alive
 *   worker:<id>  JSON: its figures for /metrics, for as long as it counts as alive
 *   rate:<s>   events committed in that second       delay     JSON: where the delay of the last 24 hours sits
 *   alert-summary  JSON: how far escalation has come
 *   forecast   JSON: what the next hours bring
 *   tv:<id>    JSON: what a television last told of itself, kept REPORT_LIVES_MS
 *   tvs        channel: something is new of a television (server/tvs/news.ts)
 *   poke       channel: `outbox` (rows wait), `board` (Redis changed), `delay`, `alert-summary` and `forecast` (a new one),
 *              `steps`, `notify` and `alerts` (see pokes.ts)
 *
 * Per epoch E, after `E:`
 *
 *   meta       t: board time, up to which enters and leaves are placed · d: deadline pointer, up to which deadlines are
 *              counted in overdue · seq, asOf: the last frame's and tick's · revision: settings · live: orders with an
 *              open visit · origin: server and database that it was built from
 *   orders     hash: order → "version t [[id,node,entered,warn,due,promise,left,watch],…]" (see held-visits.ts)
 *   gone:<id>  version of an order that left the board, kept TOMBSTONE_MS
 *   wake       zset: order → next instant at which one of its visits begins or ends by itself
 *   n:<node>:open|warn|due|promise   zsets: visit → instant
 *   overdue    hash: k:<node> visits past due, s:<node> the sum of their dueAt in ms (64-bit); k24: and s24: the same of
 *              those that were past due 24 h before d
 *   rows       hash: node → "green yellow red breached oldest" as the last frame had it
 */
export function prefixOf(boardTag: string): string {
  return `{${boardTag}}:`;
}

const NODE_SETS = ["open", "warn", "due", "promise"];
const EPOCH_KEYS = ["meta", "orders", "wake", "overdue", "rows"];

/** Every key of an epoch but its tombstones, which end by themselves. */
export function epochKeys(prefix: string, epoch: number, nodes: Iterable<string>): string[] {
  const base = `${prefix}${epoch}:`;
  const keys = EPOCH_KEYS.map((name) => base + name);
  for (const node of nodes) for (const set of NODE_SETS) keys.push(`${base}n:${node}:${set}`);
  return keys;
}
