"use client";
import type { ChangedVisits, NodeChange } from "../../../../domain/wire/changes.ts";
import { momentWords } from "../../format/instant-words.ts";
import { changesHref, orderHref, type Where } from "../../links.ts";
import { useWords } from "../../use-words.ts";
import type { ShopPlace } from "../../wall/strip.tsx";
import { TableLine, TableSection } from "../section.tsx";
import type { ChangesQuery } from "./types.ts";

interface ChangedListProps {
  list: ChangedVisits;
  nodes: readonly NodeChange[];
  query: ChangesQuery;
  place: ShopPlace;
  where: Where;
}

/** A line for each visit behind the number that was opened. */
export function ChangedList({ list, nodes, query, place, where }: ChangedListProps) {
  const words = useWords();
  const { t, whole, nodeName, spokenAge } = words;
  const names = new Map(nodes.map((node) => [node.key, nodeName(node)]));
  const time = (instant: string | null) =>
    instant === null ? "" : momentWords(Date.parse(instant), query.fromMs, place.timezone, words);
  const title = t(query.node === null ? "changes.listAll" : "changes.listOf", {
    kind: t(`changes.kind.${list.change}`),
    name: names.get(query.node ?? "") ?? query.node ?? "",
  });
  const kept = { show: list.change, node: query.node ?? undefined };
  const heads = ["at", "orderNo", "node", "stay", "due"].map((head) => t(`changes.head.${head}`));
  return (
    <section id="visits" className="grid gap-3 scroll-mt-24" data-list={list.change}>
      {list.totals && (
        <p className="text-lg font-semibold text-tremor-content-strong" data-total={list.totals.visits}>
          {t("orders.visitsOfOrders", {
            visits: whole(list.totals.visits),
            orders: whole(list.totals.orders),
          })}
        </p>
      )}
      <TableSection title={title} heads={heads}>
        {list.visits.map((visit) => (
          <TableLine
            key={`${visit.orderNo} ${visit.token} ${visit.node} ${visit.enteredAt}`}
            data={{ "data-order": visit.orderNo }}
            cells={[
              time(visit.at),
              <a key="order" className="underline" href={orderHref(visit.orderNo, where)}>
                {visit.orderNo}
              </a>,
              names.get(visit.node) ?? visit.node,
              visit.leftAt === null
                ? t("changes.still", { time: time(visit.enteredAt) })
                : spokenAge(Date.parse(visit.leftAt) - Date.parse(visit.enteredAt)),
              time(visit.dueAt),
            ]}
          />
        ))}
      </TableSection>
      <nav className="flex flex-wrap gap-6 text-lg font-semibold">
        {query.cursor !== null && (
          <a className="underline" href={`${changesHref(query, where, kept)}#visits`}>
            {t("orders.firstPage")}
          </a>
        )}
        {list.nextCursor !== null && (
          <a
            className="underline"
            rel="next"
            href={`${changesHref(query, where, { ...kept, cursor: list.nextCursor })}#visits`}
          >
            {t("orders.nextPage")}
          </a>
        )}
      </nav>
    </section>
  );
}
