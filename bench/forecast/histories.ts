import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { AHEAD_MS } from "../../domain/forecast/forecast-node.ts";
import { LOOK_BACK_HOURS } from "../../domain/forecast/look-back.ts";
import { foldOnto, inSequence, openVisits } from "../../domain/order/fold.ts";
import { emptyOrder } from "../../domain/order/state.ts";
import type { OrderEvent, Visit } from "../../domain/order/types.ts";
import { defaultClocks, defaultNodes } from "../../domain/settings/defaults.ts";
import { historyOf } from "../../domain/settings/history.ts";
import type { SettingsHistory } from "../../domain/settings/types.ts";
import { parseEvent } from "../../domain/wire/event.ts";
import { mappingsFor } from "../../server/sources/csv/mapping.ts";
import { orderEvents } from "../../server/sources/csv/order-events.ts";
import { readOrders } from "../../server/sources/csv/read-orders.ts";
import { RefusedFile } from "../../server/sources/csv/refused-file.ts";
import { ImportCounts } from "../../server/sources/csv/tally.ts";
import { listenToShop } from "./listen-to-shop.ts";

const DAY_MS = 86_400_000;
/** Orders on the festival itself, as in the demo. */
const PEAK_PER_DAY = 12_000;
/** Told before the first moment that is asked: what a forecast looks back on. */
const WARM_UP_MS = (LOOK_BACK_HOURS + 24) * 3_600_000;
const ORDERS_FILE = "olist_orders_dataset.csv";

/** Visits of a shop that has been: what is known afterwards, as a board of a past moment answers. */
export interface History {
  name: string;
  visits: Visit[];
  settings: SettingsHistory;
  /** Moments from and until which it is asked; epoch ms. */
  fromMs: number;
  toMs: number;
}

function settingsFor(zone: string): SettingsHistory {
  return historyOf(1, defaultNodes(zone), defaultClocks(zone), {
    holidays: new Set(),
    makeUpDays: new Set(),
  });
}

/** The simulator's shop with a seed, over its festival in November: ordinary days, ten times as much, and the ebb. */
export async function simulatedHistory(seed: number, days: number): Promise<History> {
  const fromMs = Date.parse("2026-11-05T00:17:00+08:00");
  const toMs = fromMs + days * DAY_MS;
  const settings = settingsFor("Asia/Shanghai");
  const orders = new Map<string, Map<string, OrderEvent>>();
  const told = { seed, ordersPerDay: PEAK_PER_DAY, fromMs: fromMs - WARM_UP_MS, toMs: toMs + AHEAD_MS };
  await listenToShop(told, (wire) => {
    const parsed = parseEvent(wire);
    if (!parsed.ok) throw new Error(`the simulator's event is refused: ${parsed.detail}`);
    const { event } = parsed;
    const known = orders.get(event.orderNo) ?? new Map<string, OrderEvent>();
    orders.set(event.orderNo, known);
    known.set(`${event.source}\n${event.id}`, event);
  });
  const visits: Visit[] = [];
  for (const events of orders.values()) fold([...events.values()], settings, visits);
  return { name: `Seed${seed}`, visits, settings, fromMs, toMs };
}

/** The Olist marketplace around its busiest day. @param folder with its CSV files */
export async function olistHistory(folder: string, days: number): Promise<History> {
  const zone = "America/Sao_Paulo";
  const settings = settingsFor(zone);
  const file = path.join(folder, ORDERS_FILE);
  const workFolder = mkdtempSync(path.join(tmpdir(), "andon-bench-"));
  const read = await readOrders({
    file,
    mappings: mappingsFor("olist"),
    defaults: { timezone: zone, currency: "BRL" },
    workFolder,
    counts: new ImportCounts(),
    refused: new RefusedFile(path.join(workFolder, ORDERS_FILE), workFolder, "en"),
    signal: new AbortController().signal,
    onBytes: () => {},
  });
  const visits: Visit[] = [];
  const rules = { source: "olist", binds: "only" as const, lookUp: () => undefined };
  for await (const { rows, additions } of read.orders()) {
    fold(
      orderEvents(rows, additions, rules).built.map(({ event }) => event),
      settings,
      visits,
    );
  }
  read.close();
  rmSync(workFolder, { recursive: true, force: true });
  const fromMs = Date.parse("2017-11-13T00:17:00-02:00");
  return { name: "Olist", visits, settings, fromMs, toMs: fromMs + days * DAY_MS };
}

function fold(events: OrderEvent[], settings: SettingsHistory, into: Visit[]): void {
  const order = emptyOrder();
  for (const { visit } of foldOnto(order, inSequence(events, settings), settings).changes) {
    if (visit.leftAt !== null) into.push(visit);
  }
  for (const { visit } of openVisits(order, settings)) into.push(visit);
}
