import { getLocale, getTranslations } from "next-intl/server";
import { ordersBehind } from "../../_data/orders.ts";
import { shopPlace } from "../../_data/place.ts";
import { requireUser } from "../../_data/session.ts";
import { OrderListView } from "../../_ui/desk/order-list.tsx";
import { Sorry } from "../../_ui/desk/sorry.tsx";
import { type Query, readQuery } from "./read-query.ts";

/** The orders behind a number of the wall. */
export default async function OrdersPage({ searchParams }: { searchParams: Promise<Query> }) {
  await requireUser("orders:read");
  const t = await getTranslations();
  const place = shopPlace(await getLocale());
  const query = readQuery(await searchParams);
  if ("wrong" in query) return <Sorry words={t("orders.malformed", { name: query.wrong })} />;
  const list = await ordersBehind(query).catch((error: unknown) => {
    console.error("the orders behind a number cannot be read:", error);
    return null;
  });
  if (list === null) return <Sorry words={t("desk.unreadable")} retry />;
  if (list === "future") return <Sorry words={t("orders.future")} />;
  if (list === "cursor") return <Sorry words={t("orders.malformed", { name: "cursor" })} />;
  if (list === "node") return <Sorry words={t("orders.noNode", { key: query.node.slice(0, 40) })} />;
  return <OrderListView list={list} query={query} place={place} />;
}
