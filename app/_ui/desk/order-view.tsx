"use client";
import { dateTimeWords } from "../format/instant-words.ts";
import { alertHref, ordersHref } from "../links.ts";
import { useWords } from "../use-words.ts";
import { sourceName } from "../wall/source-name.ts";
import type { ShopPlace } from "../wall/strip.tsx";
import { StageWords, stateWords } from "./alerts/alert-words.tsx";
import { DeskNav } from "./desk-nav.tsx";
import type { OrderHistory } from "./orders.ts";
import { RecipientCard } from "./recipient-card.tsx";
import { TableLine, TableSection } from "./section.tsx";
import { DueWords, LightWords } from "./visit-words.tsx";

/** One order: where it has been, what was told of it, what is in it. */
export function OrderView({ order, place }: { order: OrderHistory; place: ShopPlace }) {
  const words = useWords();
  const { t, locale, nodeName, whole } = words;
  const where = { locale, asOf: null };
  const names = new Map(order.nodes.map((node) => [node.key, nodeName(node)]));
  const nodeWords = (key: string) => (key === "closed" ? t("order.closed") : (names.get(key) ?? key));
  const time = (iso: string) => dateTimeWords(Date.parse(iso), place.timezone, words);
  const asOfMs = Date.parse(order.asOf);
  const heads = (...keys: string[]) => keys.map((key) => t(`order.heads.${key}`));
  const facts = [
    order.channel !== null && sourceName(order.channel, words),
    order.placedAt !== null && t("order.placed", { time: time(order.placedAt) }),
    order.warehouse,
    order.carrier,
    order.bulky && t("orders.bulky"),
    order.custom && t("orders.custom"),
    order.held && t("orders.held"),
  ].filter(Boolean);

  return (
    <main
      className="mx-auto grid max-w-6xl grid-cols-[minmax(0,1fr)] gap-5 p-4 sm:p-6"
      data-order={order.orderNo}
    >
      <DeskNav where={where} />
      <header>
        <h1 className="text-3xl font-bold break-words text-tremor-content-strong">
          {t("order.title", { orderNo: order.orderNo })}
        </h1>
        <p className="mt-1 text-lg text-tremor-content">{facts.join(" · ")}</p>
        <p className="mt-1 text-tremor-content">{t("desk.asOf", { time: time(order.asOf) })}</p>
      </header>
      <TableSection
        title={t("order.visits")}
        heads={heads("node", "light", "entered", "left", "due", "late")}
      >
        {order.visits.map((visit) => (
          <TableLine
            key={visit.id}
            data={{ "data-visit": visit.id }}
            cells={[
              <a
                key="node"
                className="font-semibold text-tremor-content-strong underline"
                href={ordersHref({ node: visit.node }, where)}
              >
                {nodeWords(visit.node)}
                {visit.token !== "main" && ` · ${visit.token}`}
              </a>,
              <LightWords key="light" visit={visit} />,
              time(visit.enteredAt),
              visit.leftAt && time(visit.leftAt),
              visit.dueAt && time(visit.dueAt),
              <DueWords
                key="late"
                visit={visit}
                untilMs={visit.leftAt === null ? asOfMs : Math.min(asOfMs, Date.parse(visit.leftAt))}
              />,
            ]}
          />
        ))}
      </TableSection>
      {order.alerts.length > 0 && (
        <TableSection
          title={t("alerts.title")}
          heads={[
            t("order.heads.node"),
            t("alerts.openedAt"),
            t("alerts.heads.stage"),
            t("alerts.heads.state"),
          ]}
        >
          {order.alerts.map((alert) => (
            <TableLine
              key={alert.id}
              data={{ "data-alert": alert.id }}
              cells={[
                <a
                  key="node"
                  className="font-semibold text-tremor-content-strong underline"
                  href={alertHref(alert.id, where)}
                >
                  {nodeWords(alert.node)}
                </a>,
                time(alert.openedAt),
                <StageWords key="stage" alert={alert} />,
                stateWords(alert, asOfMs, place.timezone, words),
              ]}
            />
          ))}
        </TableSection>
      )}
      <RecipientCard orderNo={order.orderNo} />
      <TableSection title={t("order.events")} heads={heads("time", "what", "token", "source")}>
        {order.events.map((event, at) => (
          <TableLine
            // biome-ignore lint/suspicious/noArrayIndexKey: events are never reordered on a page
            key={at}
            cells={[
              time(event.occurredAt),
              [event.node && nodeWords(event.node), ...event.changes.map((change) => t(`order.${change}`))]
                .filter(Boolean)
                .join(t("orders.separator")),
              event.token === "main" ? "" : event.token,
              sourceName(event.source, words),
            ]}
          />
        ))}
      </TableSection>
      {order.eventsTotal > order.events.length && (
        <p>
          {t("order.latestEvents", { shown: whole(order.events.length), total: whole(order.eventsTotal) })}
        </p>
      )}
      {order.lines.length > 0 && (
        <TableSection title={t("order.lines")} heads={heads("sku", "name", "quantity")}>
          {order.lines.map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an order may hold the same article twice
            <TableLine key={at} cells={[line.sku, line.title, whole(line.quantity)]} />
          ))}
        </TableSection>
      )}
    </main>
  );
}
