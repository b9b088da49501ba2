"use client";
import { Card, Table, TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@tremor/react";
import type { ReactNode } from "react";
import { dateTimeWords } from "../format/instant-words.ts";
import { deskHref, orderHref, ordersHref, wallHref } from "../links.ts";
import { useWords } from "../use-words.ts";
import { sourceName } from "../wall/source-name.ts";
import type { ShopPlace } from "../wall/strip.tsx";
import type { OrderHistory } from "./orders.ts";
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
      <nav className="flex flex-wrap gap-4 font-semibold">
        <a className="underline" href={wallHref(where)}>
          {t("orders.toWall")}
        </a>
        <a className="underline" href={deskHref(where)}>
          {t("desk.toDesk")}
        </a>
        <a
          className="underline"
          href={orderHref(order.orderNo, { ...where, locale: locale === "en" ? "zh-CN" : "en" })}
        >
          {t("desk.otherLanguage")}
        </a>
      </nav>
      <header>
        <h1 className="text-3xl font-bold break-words text-tremor-content-strong">
          {t("order.title", { orderNo: order.orderNo })}
        </h1>
        <p className="mt-1 text-lg text-tremor-content">{facts.join(" · ")}</p>
        <p className="mt-1 text-tremor-content">{t("desk.asOf", { time: time(order.asOf) })}</p>
      </header>
      <Section title={t("order.visits")} heads={["node", "light", "entered", "left", "due", "late"]}>
        {order.visits.map((visit) => (
          <Line
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
      </Section>
      <Section title={t("order.events")} heads={["time", "what", "token", "source"]}>
        {order.events.map((event, at) => (
          <Line
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
      </Section>
      {order.eventsTotal > order.events.length && (
        <p>
          {t("order.latestEvents", { shown: whole(order.events.length), total: whole(order.eventsTotal) })}
        </p>
      )}
      {order.lines.length > 0 && (
        <Section title={t("order.lines")} heads={["sku", "name", "quantity"]}>
          {order.lines.map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an order may hold the same article twice
            <Line key={at} cells={[line.sku, line.title, whole(line.quantity)]} />
          ))}
        </Section>
      )}
    </main>
  );
}

type Head =
  | "node"
  | "light"
  | "entered"
  | "left"
  | "due"
  | "late"
  | "time"
  | "what"
  | "token"
  | "source"
  | "sku"
  | "name"
  | "quantity";

function Section({ title, heads, children }: { title: string; heads: Head[]; children: ReactNode }) {
  const { t } = useWords();
  return (
    <Card className="p-2 sm:p-4">
      <h2 className="px-3 py-2 text-xl font-semibold text-tremor-content-strong">{title}</h2>
      <Table>
        <TableHead>
          <TableRow>
            {heads.map((head) => (
              <TableHeaderCell key={head} className="px-3">
                {t(`order.heads.${head}`)}
              </TableHeaderCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>{children}</TableBody>
      </Table>
    </Card>
  );
}

function Line({ cells, data }: { cells: ReactNode[]; data?: Record<string, string> }) {
  return (
    <TableRow {...data}>
      {cells.map((cell, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: columns stay where they are
        <TableCell key={at} className="px-3 py-2 text-base">
          {cell}
        </TableCell>
      ))}
    </TableRow>
  );
}
