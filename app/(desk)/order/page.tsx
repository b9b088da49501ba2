import { redirect } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { lookUpOrder } from "../../_data/orders.ts";
import { shopPlace } from "../../_data/place.ts";
import { requireUser } from "../../_data/session.ts";
import { FoundOrdersView } from "../../_ui/desk/found-orders.tsx";
import { OrderView } from "../../_ui/desk/order-view.tsx";
import { Sorry } from "../../_ui/desk/sorry.tsx";
import type { Locale } from "../../_ui/language.ts";
import { orderHref } from "../../_ui/links.ts";

interface OrderPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** How much of an unknown number is said back. */
const SHOWN_LENGTH = 60;

/** One order: where it has been, and what was told of it. No person is in it. Its tracking number leads to it as well. */
export default async function OrderPage({ searchParams }: OrderPageProps) {
  const who = await requireUser("orders:read");
  const t = await getTranslations();
  const locale = (await getLocale()) as Locale;
  const place = shopPlace(locale);
  const orderNo = ([(await searchParams).orderNo].flat().at(-1) ?? "").trim();
  const found = await lookUpOrder(orderNo, who).catch((error: unknown) => {
    console.error("an order cannot be read:", error);
    return "unreadable" as const;
  });
  if (found === "unreadable") return <Sorry words={t("desk.unreadable")} retry />;
  if ("orderNo" in found) return <OrderView order={found} place={place} />;
  if (found.orders.length === 1) redirect(orderHref(found.orders[0]!.orderNo, { locale, asOf: null }));
  const text = orderNo.slice(0, SHOWN_LENGTH);
  if (found.orders.length === 0) return <Sorry words={t("order.unknown", { orderNo: text })} />;
  return <FoundOrdersView text={text} found={found} />;
}
