import { getLocale, getTranslations } from "next-intl/server";
import { orderHistory } from "../../_data/orders.ts";
import { shopPlace } from "../../_data/place.ts";
import { requireUser } from "../../_data/session.ts";
import { OrderView } from "../../_ui/desk/order-view.tsx";
import { Sorry } from "../../_ui/desk/sorry.tsx";

interface OrderPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** How much of an unknown number is said back. */
const SHOWN_LENGTH = 60;

/** One order: where it has been, and what was told of it. No person is in it. */
export default async function OrderPage({ searchParams }: OrderPageProps) {
  const who = await requireUser("orders:read");
  const t = await getTranslations();
  const place = shopPlace(await getLocale());
  const orderNo = [(await searchParams).orderNo].flat().at(-1) ?? "";
  // PostgreSQL takes no NUL, and no order has one.
  const order = await (orderNo.includes("\0") ? Promise.resolve(null) : orderHistory(orderNo, who)).catch(
    (error: unknown) => {
      console.error("an order cannot be read:", error);
      return "unreadable" as const;
    },
  );
  if (order === "unreadable") return <Sorry words={t("desk.unreadable")} retry />;
  if (order === null)
    return <Sorry words={t("order.unknown", { orderNo: orderNo.slice(0, SHOWN_LENGTH) })} />;
  return <OrderView order={order} place={place} />;
}
