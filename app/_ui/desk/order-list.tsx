"use client";
import { Card } from "@tremor/react";
import { dateTimeWords } from "../format/instant-words.ts";
import { ordersHref, overdueWindow, type Where } from "../links.ts";
import { useWords } from "../use-words.ts";
import type { ShopPlace } from "../wall/strip.tsx";
import { chosenQuery, countChosen, nodeQuery } from "./chips.ts";
import { DeskNav } from "./desk-nav.tsx";
import { FilterChips } from "./filter-chips.tsx";
import { OrderTable } from "./order-table.tsx";
import type { OrderList, OrderQuery } from "./orders.ts";

interface OrderListProps {
  list: OrderList;
  query: OrderQuery;
  place: ShopPlace;
}

/** The orders that add up to a number of the wall, the one that has waited longest first. */
export function OrderListView({ list, query, place }: OrderListProps) {
  const words = useWords();
  const { t, locale, whole, nodeName } = words;
  const past = query.asOfMs === null ? null : new Date(query.asOfMs).toISOString();
  const where: Where = { locale, asOf: past };
  const node = list.nodes.find(({ key }) => key === query.node);
  const instant = (ms: number) => dateTimeWords(ms, place.timezone, words);
  const visits = query.window ? (list.totals?.visits ?? null) : countChosen(list.parts, query);
  const window = query.window ? overdueWindow(query.window.fromMs, query.window.toMs) : {};
  const kept = { ...nodeQuery(query), ...chosenQuery(query), ...window };
  const filtered = query.light !== null || query.breached || query.channel !== null || query.bulky !== null;

  return (
    <main
      className="mx-auto grid max-w-6xl grid-cols-[minmax(0,1fr)] gap-5 p-4 sm:p-6"
      data-node={query.node}
    >
      <DeskNav where={where} />
      <header>
        <h1 className="text-3xl font-bold text-tremor-content-strong">
          {node ? nodeName(node) : t(`orders.everywhere.${query.only ?? "all"}`)}
        </h1>
        <p className="mt-1 text-lg text-tremor-content">
          {query.window
            ? t("orders.overdueBetween", {
                from: instant(query.window.fromMs),
                to: instant(query.window.toMs),
              })
            : t("orders.openAsOf", { time: instant(Date.parse(list.asOf)) })}
          {past !== null && <strong className="ml-3 text-tremor-content-strong">{t("orders.past")}</strong>}
        </p>
        {visits !== null && visits > 0 && (
          <p className="mt-2 text-lg font-semibold text-tremor-content-strong" data-total={visits}>
            {list.totals !== null && list.totals.orders !== visits
              ? t("orders.visitsOfOrders", { visits: whole(visits), orders: whole(list.totals.orders) })
              : t("orders.count", { count: whole(visits) })}
          </p>
        )}
      </header>
      {!query.window && <FilterChips parts={list.parts} query={query} where={where} />}
      {list.orders.length === 0 ? (
        <Card className="p-6 text-lg" data-state="empty">
          {t(filtered ? "orders.noneFiltered" : "orders.none")}
        </Card>
      ) : (
        <OrderTable list={list} place={place} where={where} withNode={!node} />
      )}
      <nav className="flex flex-wrap gap-6 text-lg font-semibold">
        {query.cursor !== null && (
          <a className="underline" href={ordersHref(kept, where)}>
            {t("orders.firstPage")}
          </a>
        )}
        {list.nextCursor !== null && (
          <a className="underline" rel="next" href={ordersHref({ ...kept, cursor: list.nextCursor }, where)}>
            {t("orders.nextPage")}
          </a>
        )}
      </nav>
    </main>
  );
}
