// Orders with their milestones, from the CSV files.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { instantOf } from "./times.mjs";

/** Every cell of a CSV file: no cell of these has a line break, which is checked by the number of cells. */
function readTable(folder, name) {
  const lines = readFileSync(join(folder, name), "utf8")
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/);
  const split = (line) => {
    const cells = [];
    let cell = "";
    let quoted = false;
    for (const c of line) {
      if (c === '"') quoted = !quoted;
      else if (c === "," && !quoted) {
        cells.push(cell);
        cell = "";
      } else cell += c;
    }
    cells.push(cell);
    return cells;
  };
  const header = split(lines[0]);
  return lines
    .slice(1)
    .filter(Boolean)
    .map((line, i) => {
      const cells = split(line);
      if (cells.length !== header.length) throw new Error(`${name}, line ${i + 2}: ${cells.length} cells`);
      return Object.fromEntries(header.map((column, c) => [column, cells[c]]));
    });
}

export function readOrders(folder) {
  const shipBy = new Map();
  const bulkyProducts = new Set(
    readTable(folder, "olist_products_dataset.csv")
      .filter(
        (p) =>
          Number(p.product_weight_g) > 10_000 ||
          [p.product_length_cm, p.product_height_cm, p.product_width_cm].some((cm) => Number(cm) > 60),
      )
      .map((p) => p.product_id),
  );
  const bulky = new Set();
  for (const item of readTable(folder, "olist_order_items_dataset.csv")) {
    const limit = instantOf(item.shipping_limit_date);
    if (bulkyProducts.has(item.product_id)) bulky.add(item.order_id);
    if (limit > (shipBy.get(item.order_id) ?? Number.NEGATIVE_INFINITY)) shipBy.set(item.order_id, limit);
  }
  return readTable(folder, "olist_orders_dataset.csv").map((row) => {
    const status = row.order_status;
    const steps = [
      ["awaiting_payment", row.order_purchase_timestamp],
      ["picking", row.order_approved_at],
      ["in_transit", row.order_delivered_carrier_date],
      ["delivered", row.order_delivered_customer_date],
    ]
      .filter(([, local]) => local !== "")
      .map(([node, local]) => ({ node, at: instantOf(local) }));
    const written = steps.map((step) => step.at);
    if (status === "delivered" && row.order_delivered_customer_date !== "") {
      steps.push({ node: "closed", at: instantOf(row.order_delivered_customer_date) });
    }
    if (status === "canceled" || status === "unavailable")
      steps.push({ node: "closed", at: Math.max(...written) });
    const rank = (node) => ["awaiting_payment", "picking", "in_transit", "delivered", "closed"].indexOf(node);
    steps.sort((a, b) => a.at - b.at || rank(a.node) - rank(b.node));
    return {
      status,
      steps,
      shuffled: written.some((at, i) => i > 0 && at < written[i - 1]),
      deliveredWithout: status === "delivered" && row.order_delivered_customer_date === "",
      canceledYetDelivered: status === "canceled" && row.order_delivered_customer_date !== "",
      bulky: bulky.has(row.order_id),
      shipBy: shipBy.get(row.order_id) ?? null,
      deliverBy:
        row.order_estimated_delivery_date === "" ? null : instantOf(row.order_estimated_delivery_date),
    };
  });
}
