import { Random } from "../random.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What the shop's own settings say of the nodes that are used: allowances, and whether a call follows. */
const NODES = {
  picking: { warnMs: 2 * HOUR, dueMs: 4 * HOUR, calls: false },
  packed: { warnMs: 3 * HOUR, dueMs: 4 * HOUR, calls: true },
  awaiting_pickup: { warnMs: 6 * HOUR, dueMs: 12 * HOUR, calls: true },
} as const;
type Node = keyof typeof NODES;
/** Most stays get a message only: calls are few in any shop, and one account makes one a second. */
const MIX: Node[] = ["picking", "picking", "packed", "awaiting_pickup"];

const CALL_AFTER = 2 * HOUR;
const CALL_EVERY = 15 * MINUTE;
const CALLS = 13;

/** One order that will be late. Shop time, epoch ms. */
export interface LateOrder {
  orderNo: string;
  node: Node;
  enteredAt: number;
  dueAt: number;
  /** When it moves on; null: it does not while we look. */
  leavesAt: number | null;
  /** By when Andon has surely heard of it; null: not yet. */
  toldAt: number | null;
}

/** A step as it must be recorded, told without the product's rules. */
export interface ExpectedStep {
  kind: "chat" | "flag" | "voice";
  at: number;
}

/** Orders whose deadlines pass in a stretch of shop time, the earliest first; some move on after a while. */
export function lateOrders(seed: number, count: number, fromMs: number, toMs: number): LateOrder[] {
  const random = new Random(seed);
  const orders = Array.from({ length: count }, (_, i): LateOrder => {
    const node = random.pick(MIX);
    const dueAt = random.between(fromMs, toMs);
    const leavesAt = random.chance(0.35) ? dueAt + random.between(-20 * MINUTE, 3 * HOUR) : null;
    return { orderNo: `L-${i}`, node, enteredAt: dueAt - NODES[node].dueMs, dueAt, leavesAt, toldAt: null };
  });
  return orders.sort((a, b) => a.dueAt - b.dueAt);
}

/** Which steps a stay has by a moment when nobody takes it: the policies of severity 1 and 2 as their words have it. */
export function expectedSteps({ node, enteredAt, dueAt }: LateOrder, untilMs: number): ExpectedStep[] {
  const { warnMs, calls } = NODES[node];
  const steps: ExpectedStep[] = [
    { kind: "chat", at: dueAt },
    { kind: "flag", at: dueAt },
  ];
  if (calls) {
    steps.push({ kind: "chat", at: enteredAt + warnMs });
    for (let round = 0; round < CALLS; round++)
      steps.push({ kind: "voice", at: dueAt + CALL_AFTER + round * CALL_EVERY });
  }
  return steps.filter(({ at }) => at <= untilMs).sort((a, b) => a.at - b.at);
}
