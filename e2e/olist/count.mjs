// An independent count of the Olist orders: what stands where at an instant, and what of it is red. It reads the CSV
// files itself, works out every deadline itself, and shares no code with Andon; then it compares with what a running
// Andon answers. For a window, FROM/TO, it counts how long visits were overdue in it, by node, and by bulky or not.
// See README.md beside it.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DATA_ZONE = "America/Sao_Paulo";

const { folder, url, key, zone, instants, windows } = readArguments(process.argv.slice(2));
const orders = readOrders(folder);
printOddities(orders);
let differences = 0;
for (const text of instants) {
  const counted = countAt(orders, Date.parse(text));
  differences += compare(text, counted, url ? await askAndon(text) : null);
}
for (const text of windows) {
  for (const by of ["node", "bulky", "node,bulky"]) {
    differences += compareOverdue(
      text,
      by,
      overdueIn(orders, text, by),
      url ? await askOverdue(text, by) : null,
    );
  }
}
if (url) {
  console.log(differences === 0 ? "\nNo difference." : `\n${differences} differences.`);
  process.exitCode = differences === 0 ? 0 : 1;
}

function readArguments(args) {
  const options = {};
  const rest = [];
  for (let i = 0; i < args.length; i++) {
    if (args[i].startsWith("--")) options[args[i].slice(2)] = args[++i];
    else rest.push(args[i]);
  }
  const [dataFolder, ...at] = rest;
  if (!dataFolder || at.length === 0 || !existsSync(join(dataFolder, "olist_orders_dataset.csv"))) {
    console.error(
      "Usage: node e2e/olist/count.mjs DATA_FOLDER INSTANT… FROM/TO… [--url http://127.0.0.1:3000 --key KEY] [--zone Asia/Shanghai]",
    );
    process.exit(2);
  }
  return {
    folder: dataFolder,
    url: options.url,
    key: options.key ?? process.env.ANDON_API_KEY,
    zone: options.zone ?? "Asia/Shanghai",
    instants: at.filter((text) => !text.includes("/")),
    windows: at.filter((text) => text.includes("/")),
  };
}

/** Every cell of a CSV file: no cell of these has a line break, which is checked by the number of cells. */
function readTable(name) {
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

function readOrders() {
  const shipBy = new Map();
  const bulkyProducts = new Set(
    readTable("olist_products_dataset.csv")
      .filter(
        (p) =>
          Number(p.product_weight_g) > 10_000 ||
          [p.product_length_cm, p.product_height_cm, p.product_width_cm].some((cm) => Number(cm) > 60),
      )
      .map((p) => p.product_id),
  );
  const bulky = new Set();
  for (const item of readTable("olist_order_items_dataset.csv")) {
    const limit = instantOf(item.shipping_limit_date);
    if (bulkyProducts.has(item.product_id)) bulky.add(item.order_id);
    if (limit > (shipBy.get(item.order_id) ?? Number.NEGATIVE_INFINITY)) shipBy.set(item.order_id, limit);
  }
  return readTable("olist_orders_dataset.csv").map((row) => {
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

/** Where each open order stands at an instant, since when, and whether it is red. */
function countAt(all, at) {
  const nodes = {};
  let open = 0;
  for (const order of all) {
    const past = order.steps.filter((step) => step.at <= at);
    const last = past.at(-1);
    if (!last || last.node === "closed") continue;
    let first = past.length - 1;
    while (first > 0 && past[first - 1].node === last.node) first--;
    const enteredAt = past[first].at;
    const { promise, allowance } = deadlinesOf(last.node, enteredAt, order);
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
function overdueIn(all, text, by) {
  const [from, to] = text.split("/").map(Date.parse);
  const parts = new Map();
  for (const order of all) {
    order.steps.forEach(({ node, at: enteredAt }, i) => {
      // Of several steps in a row at one node the first is where the stay begins.
      if (node === "closed" || order.steps[i - 1]?.node === node) return;
      const leftAt = order.steps.slice(i).find((step) => step.node !== node)?.at ?? Number.POSITIVE_INFINITY;
      const { promise, allowance } = deadlinesOf(node, enteredAt, order);
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
function deadlinesOf(node, enteredAt, order) {
  if (node === "awaiting_payment") return { promise: null, allowance: enteredAt + 30 * MINUTE };
  if (node === "picking") return { promise: order.shipBy, allowance: workedUntil(enteredAt, 4 * HOUR) };
  if (node === "in_transit") return { promise: order.deliverBy, allowance: enteredAt + 120 * HOUR };
  return { promise: null, allowance: null };
}

/** The warehouse works from 08:00 to 20:00 of the shop's zone, every day: minute by minute would do, day by day is quicker. */
function workedUntil(from, work) {
  let left = work;
  for (let day = startOfDay(from); ; day += DAY) {
    const opens = Math.max(from, day + 8 * HOUR);
    const closes = day + 20 * HOUR;
    if (opens >= closes) continue;
    if (opens + left <= closes) return opens + left;
    left -= closes - opens;
  }
}

/** Midnight of the shop's zone; exact for zones without clock changes, as the default is. */
function startOfDay(at) {
  const local = at + offsetOf(zone, at);
  return at - (((local % DAY) + DAY) % DAY);
}

function instantOf(local) {
  const [, y, mo, d, h, mi, s] = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/.exec(local);
  const asUtc = Date.UTC(y, mo - 1, d, h, mi, s);
  // Of the instants that show this local time the first; where a clock change skipped it, later by the gap.
  const offsets = [offsetOf(DATA_ZONE, asUtc - DAY), offsetOf(DATA_ZONE, asUtc + DAY)];
  const fits = offsets.map((offset) => asUtc - offset).filter((at) => at + offsetOf(DATA_ZONE, at) === asUtc);
  return fits.length > 0 ? Math.min(...fits) : asUtc - offsets[0];
}

/** Offsets only change on the hour in these zones, so one question an hour is enough. */
function offsetOf(name, at) {
  offsetOf.known ??= new Map();
  const hour = Math.floor(at / HOUR);
  const known = `${name} ${hour}`;
  if (!offsetOf.known.has(known)) {
    const shown = new Date(hour * HOUR).toLocaleString("sv-SE", { timeZone: name });
    offsetOf.known.set(known, Date.parse(`${shown.replace(" ", "T")}Z`) - hour * HOUR);
  }
  return offsetOf.known.get(known);
}

function askAndon(text) {
  return ask(`/api/v1/board?asOf=${encodeURIComponent(text)}`);
}

function askOverdue(text, by) {
  const [from, to] = text.split("/").map(encodeURIComponent);
  return ask(`/api/v1/bottlenecks?from=${from}&to=${to}&by=${by}`);
}

async function ask(path) {
  const answer = await fetch(url + path, { headers: { authorization: `Bearer ${key}` } });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

function compare(text, counted, board) {
  console.log(`\n${text}`);
  const said = new Map((board?.nodes ?? []).map((node) => [node.key, node]));
  const names = board ? [...said.keys()] : Object.keys(counted.nodes);
  let wrong = 0;
  const line = (name, own, theirs) => {
    const same = !board || own === theirs;
    if (!same) wrong++;
    if (own !== 0 || !same)
      console.log(
        `  ${name.padEnd(28)} ${String(own).padStart(8)}${board ? ` ${String(theirs).padStart(8)} ${same ? "=" : "≠"}` : ""}`,
      );
  };
  if (board) console.log(`  ${"".padEnd(28)} ${"counted".padStart(8)} ${"Andon".padStart(8)}`);
  for (const name of names) {
    const own = counted.nodes[name] ?? { open: 0, red: 0, breached: 0, oldest: null };
    const theirs = said.get(name);
    line(`${name} open`, own.open, theirs && theirs.green + theirs.yellow + theirs.red);
    line(`${name} red`, own.red, theirs?.red);
    line(`${name} breached`, own.breached, theirs?.breached);
    const oldest = own.oldest === null ? 0 : new Date(own.oldest).toISOString();
    line(
      `${name} since`,
      oldest,
      theirs?.oldestEnteredAt ? new Date(theirs.oldestEnteredAt).toISOString() : 0,
    );
  }
  const red = Object.values(counted.nodes).reduce((sum, node) => sum + node.red, 0);
  line("all open", counted.open, board?.totals.open);
  line("all orders", counted.open, board?.totals.orders);
  line("all red", red, board?.totals.red);
  return wrong;
}

function compareOverdue(text, by, counted, answer) {
  console.log(`\nOverdue in ${text}, by ${by}: seconds, share, visits, still open`);
  const total = [...counted.values()].reduce((sum, part) => sum + part.ms, 0);
  const row = (seconds, share, visits, open) =>
    `${seconds.toFixed(3).padStart(18)} ${(share * 100).toFixed(2).padStart(6)} % ${String(visits).padStart(7)} ${String(open).padStart(7)}`;
  const said = new Map(
    // Watches are rules over the nodes, with time that is counted at those already.
    (answer?.items ?? [])
      .filter((item) => !item.node?.startsWith("watch:"))
      .map((item) => {
        const bulky = item.bulky ? "bulky" : "not bulky";
        const name = by.replace("node", item.node).replace("bulky", bulky);
        return [name, row(item.overdueSeconds, item.share, item.visits, item.open)];
      }),
  );
  const own = new Map(
    [...counted]
      .sort((a, b) => b[1].ms - a[1].ms)
      .map(([name, part]) => [name, row(part.ms / 1000, part.ms / total, part.visits, part.open)]),
  );
  own.set("in all", row(total / 1000, 1, 0, 0));
  if (answer) said.set("in all", row(answer.totalOverdueSeconds, 1, 0, 0));
  let wrong = 0;
  for (const name of new Set([...own.keys(), ...said.keys()])) {
    const same = !answer || own.get(name) === said.get(name);
    if (!same) wrong++;
    const mark = same ? "=" : `≠ ${said.get(name) ?? "nothing"}`;
    console.log(`  ${name.padEnd(28)} ${own.get(name) ?? "nothing"} ${answer ? mark : ""}`);
  }
  return wrong;
}

function printOddities(all) {
  const how = (name, test) => console.log(`  ${String(all.filter(test).length).padStart(7)} ${name}`);
  console.log("In the data:");
  how("orders", () => true);
  how("with milestones out of order", (o) => o.shuffled);
  how("without items, so without shipBy", (o) => o.shipBy === null);
  how("delivered without a time: they stay open where they were last", (o) => o.deliveredWithout);
  how("canceled yet delivered: closed at their last time", (o) => o.canceledYetDelivered);
  how("handed to the carrier after delivery and closing, so open again", (o) => {
    const closed = o.steps.findIndex((step) => step.node === "closed");
    return closed !== -1 && closed < o.steps.length - 1;
  });
  how("whose shipBy lies after 2019", (o) => o.shipBy !== null && o.shipBy > Date.UTC(2020, 0, 1));
}
