import type { Board, NodeRow } from "../../domain/wire/board.ts";
import { Random } from "./random.ts";

/** Nodes whose deadline is the shipping promise when it binds alone, so that red can be counted without the product's rules. */
const NODES = [
  "order_review",
  "allocating",
  "awaiting_stock",
  "picking",
  "packed",
  "bulky_dispatch",
  "inspection_failed",
  "customer_hold",
];
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Events that are made but not yet sent: drawn at random, so that they arrive late and out of order. */
const POOL = 200;

/** An event as the API takes it. */
export interface SentEvent {
  id: string;
  source: string;
  orderNo: string;
  token: string;
  node: string;
  occurredAt: string;
  promise: { shipBy: string; binds: "only" };
}

interface Step {
  node: string;
  at: number;
}

interface Order {
  shipBy: number;
  tokens: Map<string, Step[]>;
}

/** What the board must show at a moment, by a count that shares no code with the product. */
export interface Expected {
  orders: number;
  nodes: Map<string, { open: number; red: number; breached: number; oldest: number }>;
}

/** A shop that makes orders and events from a seed, and remembers them all. */
export class Shop {
  readonly #random: Random;
  readonly #orders = new Map<string, Order>();
  #moving: string[] = [];
  #pool: SentEvent[] = [];
  #made = 0;

  /** @param t0 the moment that its deadlines lie around, epoch ms */
  constructor(
    seed: number,
    private readonly t0: number,
    private readonly prefix = "S",
  ) {
    this.#random = new Random(seed);
  }

  /** Events that were handed out. */
  readonly sent: SentEvent[] = [];

  /** The next `count` events to send. */
  take(count: number): SentEvent[] {
    while (this.#pool.length < POOL + count) this.#make();
    const taken: SentEvent[] = [];
    for (let i = 0; i < count; i++) {
      const at = this.#random.between(0, this.#pool.length - 1);
      taken.push(this.#pool[at]!);
      this.#pool[at] = this.#pool.at(-1)!;
      this.#pool.pop();
    }
    this.sent.push(...taken);
    return taken;
  }

  /** Counts what was handed out so far as of a moment. */
  expected(asOf: number): Expected {
    const nodes: Expected["nodes"] = new Map();
    const orders = new Set<string>();
    const stays = new Map<string, { event: SentEvent; at: number }>();
    for (const { event, at } of this.#sentByTime()) {
      if (at > asOf) break;
      const key = `${event.orderNo} ${event.token}`;
      // What names the node where the token already is begins no new stay: the step between may not be sent yet.
      if (stays.get(key)?.event.node !== event.node) stays.set(key, { event, at });
    }
    for (const { event, at } of stays.values()) {
      if (event.node === "closed") continue;
      orders.add(event.orderNo);
      const row = nodes.get(event.node) ?? { open: 0, red: 0, breached: 0, oldest: at };
      const promised = Date.parse(event.promise.shipBy);
      row.open++;
      if (promised <= asOf) {
        row.red++;
        row.breached++;
      }
      row.oldest = Math.min(row.oldest, at);
      nodes.set(event.node, row);
    }
    return { orders: orders.size, nodes };
  }

  #sentByTime(): { event: SentEvent; at: number }[] {
    return this.sent
      .map((event) => ({ event, at: Date.parse(event.occurredAt) }))
      .sort((a, b) => a.at - b.at);
  }

  #make(): void {
    const random = this.#random;
    if (this.#moving.length < 50 || random.chance(0.2)) this.#begin();
    else this.#move();
  }

  #move(): void {
    const random = this.#random;
    const index = random.between(0, this.#moving.length - 1);
    const orderNo = this.#moving[index]!;
    const order = this.#orders.get(orderNo)!;
    const token = random.pick([...order.tokens.keys()]);
    const steps = order.tokens.get(token)!;
    const last = steps.at(-1)!;
    if (last.node === "closed") return;
    const ends = random.chance(0.2);
    const node = ends ? "closed" : random.pick(NODES.filter((key) => key !== last.node));
    // A few lie ahead of the clock: the board must wake by itself when their time comes.
    const at = random.chance(0.03)
      ? Math.max(last.at + 1, this.t0 + random.between(0, 2 * MINUTE))
      : last.at + random.between(1, 20 * MINUTE);
    if (at > this.t0 + 3 * MINUTE) return;
    this.#step(orderNo, token, node, at);
    if (token === "main" && random.chance(0.05) && order.tokens.size === 1) {
      this.#step(orderNo, "parcel:1", random.pick(NODES), at + 1);
    }
    if ([...order.tokens.values()].every((all) => all.at(-1)!.node === "closed")) {
      this.#moving[index] = this.#moving.at(-1)!;
      this.#moving.pop();
    }
  }

  #begin(): void {
    const random = this.#random;
    const orderNo = `${this.prefix}-${this.#orders.size}`;
    const shipBy = this.t0 + random.between(-2 * HOUR, 4 * MINUTE);
    this.#orders.set(orderNo, { shipBy, tokens: new Map() });
    this.#moving.push(orderNo);
    this.#step(orderNo, "main", random.pick(NODES), this.t0 - random.between(30 * MINUTE, 6 * HOUR));
  }

  #step(orderNo: string, token: string, node: string, at: number): void {
    const { tokens, shipBy } = this.#orders.get(orderNo)!;
    tokens.set(token, [...(tokens.get(token) ?? []), { node, at }]);
    this.#pool.push({
      id: `${this.prefix}${this.#made++}`,
      source: "survival",
      orderNo,
      token,
      node,
      occurredAt: new Date(at).toISOString(),
      // With each of them: whichever comes first, its deadline is known.
      promise: { shipBy: new Date(shipBy).toISOString(), binds: "only" },
    });
  }
}

/** Where a board differs from the count, in words; empty: nowhere. */
export function differences(board: Pick<Board, "nodes" | "totals">, expected: Expected): string[] {
  const found: string[] = [];
  if (board.totals.orders !== expected.orders) {
    found.push(`orders: board ${board.totals.orders}, counted ${expected.orders}`);
  }
  for (const row of board.nodes) {
    const want = expected.nodes.get(row.key) ?? { open: 0, red: 0, breached: 0, oldest: null };
    const is = {
      open: row.green + row.yellow + row.red,
      red: row.red,
      breached: row.breached,
      oldest: oldestOf(row),
    };
    for (const what of ["open", "red", "breached", "oldest"] as const) {
      if (is[what] !== want[what]) found.push(`${row.key}.${what}: board ${is[what]}, counted ${want[what]}`);
    }
  }
  return found;
}

const oldestOf = (row: NodeRow) => (row.oldestEnteredAt === null ? null : Date.parse(row.oldestEnteredAt));
