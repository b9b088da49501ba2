// What stands where, what of it is red, and for how long: worked out order by order.
import { HOUR, MINUTE, workedUntil } from "./times.mjs";

/** Where each open order stands at an instant, since when, and whether it is red. */
export function countAt(all, at, zone) {
  const nodes = {};
  let open = 0;
  for (const order of all) {
    const past = order.steps.filter((step) => step.at <= at);
    const last = past.at(-1);
    if (!last || last.node === "closed") continue;
    let first = past.length - 1;
    while (first > 0 && past[first - 1].node === last.node) first--;
    const enteredAt = past[first].at;
    const { promise, allowance } = deadlinesOf(last.node, enteredAt, order, zone);
    const due = promise ?? allowance;
    nodes[last.node] ??= { open: 0, red: 0, breached: 0, oldest: Number.POSITIVE_INFINITY };
    const node = nodes[last.node];
    open++;
    node.open++;
    if (due !== null && due <= at) node.red++;
    if (promise !== null && promise <= at) node.breached++;
    node.oldest = Math.min(node.oldest, enteredAt);
  }
  return { open, nodes };
}

/** How long visits were overdue within a window, in ms, and how many were at some moment of it. */
export function overdueIn(all, text, by, zone) {
  const [from, to] = text.split("/").map(Date.parse);
  const parts = new Map();
  for (const order of all) {
    order.steps.forEach(({ node, at: enteredAt }, i) => {
      // Of several steps in a row at one node the first is where the stay begins.
      if (node === "closed" || order.steps[i - 1]?.node === node) return;
      const leftAt = order.steps.slice(i).find((step) => step.node !== node)?.at ?? Number.POSITIVE_INFINITY;
      const { promise, allowance } = deadlinesOf(node, enteredAt, order, zone);
      const due = promise ?? allowance;
      if (due === null) return;
      // A promise that had passed when the stay began is no delay of before it.
      const since = Math.max(due, enteredAt);
      if (since >= leftAt || since >= to || leftAt <= from) return;
      const name = by.replace("node", node).replace("bulky", order.bulky ? "bulky" : "not bulky");
      const part = parts.get(name) ?? { ms: 0, visits: 0, open: 0 };
      part.ms += Math.min(leftAt, to) - Math.max(since, from);
      part.visits++;
      if (leftAt > to) part.open++;
      parts.set(name, part);
    });
  }
  return parts;
}

/** Promises of these orders bind alone; where a node names none that the order has, its allowance counts. */
function deadlinesOf(node, enteredAt, order, zone) {
  if (node === "awaiting_payment") return { promise: null, allowance: enteredAt + 30 * MINUTE };
  if (node === "picking") return { promise: order.shipBy, allowance: workedUntil(enteredAt, 4 * HOUR, zone) };
  if (node === "in_transit") return { promise: order.deliverBy, allowance: enteredAt + 120 * HOUR };
  return { promise: null, allowance: null };
}
