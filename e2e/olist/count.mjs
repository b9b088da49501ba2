// An independent count of the Olist orders: what stands where at an instant, and what of it is red. It reads the CSV
// files itself, works out every deadline itself, and shares no code with Andon; then it compares with what a running
// Andon answers. For a window, FROM/TO, it counts how long visits were overdue in it, by node, and by bulky or not.
// See README.md beside it.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { compareBoard, compareOverdue, printOddities } from "./compare.mjs";
import { readOrders } from "./read-orders.mjs";
import { countAt, overdueIn } from "./tally.mjs";

const { folder, url, key, zone, instants, windows } = readArguments(process.argv.slice(2));
const orders = readOrders(folder);
printOddities(orders);
let differences = 0;
for (const text of instants) {
  const counted = countAt(orders, Date.parse(text), zone);
  differences += compareBoard(text, counted, url ? await askAndon(text) : null);
}
for (const text of windows) {
  for (const by of ["node", "bulky", "node,bulky"]) {
    differences += compareOverdue(
      text,
      by,
      overdueIn(orders, text, by, zone),
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
