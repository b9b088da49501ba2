import { BoardCounter, type BoardCounts } from "../../domain/board/count.ts";
import { foldOnto, inSequence, openVisits } from "../../domain/order/fold.ts";
import { emptyOrder } from "../../domain/order/state.ts";
import type { OrderEvent } from "../../domain/order/types.ts";
import { defaultClocks, defaultNodes } from "../../domain/settings/defaults.ts";
import { historyOf, nodesByRank } from "../../domain/settings/history.ts";
import type { SettingsHistory } from "../../domain/settings/types.ts";
import { parseEvent } from "../../domain/wire/event.ts";
import type { WireEvent } from "../feed/wire.ts";

const ZONE = "Asia/Shanghai";
const calendar = { holidays: new Set<string>(), makeUpDays: new Set<string>() };

/** Events by order, as the product reads them. Throws on one that it would refuse. */
export class Ledger {
  readonly orders = new Map<string, OrderEvent[]>();
  private readonly ids = new Set<string>();
  private readonly settings: SettingsHistory;

  /** @param cutoffs of nodes that have some, "HH:MM" */
  constructor(cutoffs: Readonly<Record<string, string[]>> = {}) {
    const nodes = defaultNodes(ZONE).map((node) => ({ ...node, cutoffs: cutoffs[node.key] ?? [] }));
    this.settings = historyOf(1, nodes, defaultClocks(ZONE), calendar);
  }

  add(told: WireEvent): void {
    const id = `${told.source}\n${told.id}`;
    if (this.ids.has(id)) return;
    this.ids.add(id);
    const parsed = parseEvent(told);
    if (!parsed.ok) throw new Error(`${told.source} ${told.id}: ${parsed.detail}`);
    const events = this.orders.get(told.orderNo);
    if (events) events.push(parsed.event);
    else this.orders.set(told.orderNo, [parsed.event]);
  }

  /** The board that these events make at an instant. */
  boardAt(nowMs: number): BoardCounts {
    const { settings } = this;
    const counter = new BoardCounter(nodesByRank(settings), nowMs);
    let orderId = 0;
    for (const events of this.orders.values()) {
      orderId++;
      const order = emptyOrder();
      const known = events.filter((event) => event.occurredAt <= nowMs);
      foldOnto(order, inSequence(known, settings), settings);
      for (const { visit } of openVisits(order, settings)) counter.add({ ...visit, orderId });
    }
    return counter.counts();
  }
}
