"use client";
import { Card, Table, TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@tremor/react";
import { dateTimeWords } from "../format/instant-words.ts";
import { orderHref, type Where } from "../links.ts";
import { useWords } from "../use-words.ts";
import { sourceName } from "../wall/source-name.ts";
import type { ShopPlace } from "../wall/strip.tsx";
import type { ListedOrder, ListedVisit, OrderList } from "./orders.ts";
import { BreachedWords, DueWords, LightWords } from "./visit-words.tsx";

const HEADS = ["light", "orderNo", "late", "due", "age", "channel", "kind"] as const;
/** A phone has room for what is late and by how much. */
const ROOMY: ReadonlySet<string> = new Set(["due", "age", "channel", "kind"]);
const WIDE_ONLY = "max-sm:hidden";

interface OrderTableProps {
  list: OrderList;
  place: ShopPlace;
  where: Where;
  /** Whether each line says at which node it is. */
  withNode: boolean;
}

/** A line per visit, so that the lines add up to the number they are behind. */
export function OrderTable({ list, place, where, withNode }: OrderTableProps) {
  const { t, nodeName } = useWords();
  const names = new Map(list.nodes.map((node) => [node.key, nodeName(node)]));
  const asOfMs = Date.parse(list.asOf);
  return (
    <Card className="p-2 sm:p-4">
      <Table>
        <TableHead>
          <TableRow>
            {HEADS.map((head) => (
              <TableHeaderCell key={head} className={`px-3 ${ROOMY.has(head) ? WIDE_ONLY : ""}`}>
                {t(`orders.${head}`)}
              </TableHeaderCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {list.orders.flatMap((order) =>
            order.visits.map((visit) => (
              <VisitLine
                key={visit.id}
                order={order}
                visit={visit}
                asOfMs={asOfMs}
                place={place}
                where={where}
                node={withNode ? (names.get(visit.node) ?? visit.node) : null}
              />
            )),
          )}
        </TableBody>
      </Table>
    </Card>
  );
}

interface VisitLineProps extends Omit<OrderTableProps, "list" | "withNode"> {
  node: string | null;
  order: ListedOrder;
  visit: ListedVisit;
  asOfMs: number;
}

function VisitLine({ order, visit, asOfMs, place, where, node }: VisitLineProps) {
  const words = useWords();
  const { t } = words;
  const kinds = [
    order.bulky && t("orders.bulky"),
    order.custom && t("orders.custom"),
    order.hold !== null && t("orders.held"),
    visit.token !== "main" && visit.token,
  ].filter((kind) => kind !== false);
  const until = visit.leftAt === null ? asOfMs : Math.min(asOfMs, Date.parse(visit.leftAt));
  return (
    <TableRow data-visit={visit.id} data-light={visit.light ?? "left"}>
      <TableCell className="px-3 py-2 text-base">
        <LightWords visit={visit} />
      </TableCell>
      <TableCell className="px-3 py-2 text-base">
        <a
          className="font-semibold text-tremor-content-strong underline"
          href={orderHref(order.orderNo, where)}
        >
          {order.orderNo}
        </a>
        {node !== null && <span className="ml-2">{node}</span>}
      </TableCell>
      <TableCell className="px-3 py-2 text-base font-semibold text-tremor-content-strong max-sm:px-1 max-sm:whitespace-normal">
        <DueWords visit={visit} untilMs={until} />
      </TableCell>
      <TableCell className={`px-3 py-2 text-base ${WIDE_ONLY}`}>
        {visit.dueAt !== null && dateTimeWords(Date.parse(visit.dueAt), place.timezone, words)}
      </TableCell>
      <TableCell className={`px-3 py-2 text-base ${WIDE_ONLY}`}>
        {words.spokenAge(until - Date.parse(visit.enteredAt))}
      </TableCell>
      <TableCell className={`px-3 py-2 text-base ${WIDE_ONLY}`}>
        {order.channel !== null && sourceName(order.channel, words)}
      </TableCell>
      <TableCell className={`px-3 py-2 text-base ${WIDE_ONLY}`}>
        <BreachedWords visit={visit} />
        {kinds.join(t("orders.separator"))}
      </TableCell>
    </TableRow>
  );
}
