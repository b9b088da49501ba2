"use client";
import { orderHref } from "../links.ts";
import { useWords } from "../use-words.ts";
import { sourceName } from "../wall/source-name.ts";
import type { FoundOrders } from "./orders.ts";
import { LightWords } from "./visit-words.tsx";

/** Several orders that a typed number may mean, each with where it waits. */
export function FoundOrdersView({ text, found }: { text: string; found: FoundOrders }) {
  const words = useWords();
  const { t, locale, nodeName, whole } = words;
  const names = new Map(found.nodes.map((node) => [node.key, nodeName(node)]));
  return (
    <main className="mx-auto grid max-w-3xl gap-5 p-4 sm:p-6" data-found={found.total}>
      <h1 className="text-2xl font-bold break-words text-tremor-content-strong">
        {t("find.several", { text, count: whole(found.total) })}
      </h1>
      <ul className="grid gap-2">
        {found.orders.map((order) => (
          <li key={order.orderNo}>
            <a className="found-order" href={orderHref(order.orderNo, { locale, asOf: null })}>
              <strong className="break-all underline">{order.orderNo}</strong>
              <span className="text-tremor-content">
                {order.channel !== null && sourceName(order.channel, words)}
              </span>
              {order.visits.length === 0 && <span>{t("order.closed")}</span>}
              {order.visits.map((visit) => (
                <span key={visit.id} className="flex items-center gap-2">
                  <LightWords visit={visit} />
                  {names.get(visit.node) ?? visit.node}
                </span>
              ))}
            </a>
          </li>
        ))}
      </ul>
      {found.total > found.orders.length && (
        <p className="text-tremor-content">{t("find.more", { shown: whole(found.orders.length) })}</p>
      )}
    </main>
  );
}
