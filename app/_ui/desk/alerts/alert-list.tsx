"use client";
import { Card } from "@tremor/react";
import { useState } from "react";
import { dateTimeWords } from "../../format/instant-words.ts";
import { alertsHref, type Where } from "../../links.ts";
import { useWords } from "../../use-words.ts";
import type { ShopPlace } from "../../wall/strip.tsx";
import { DeskNav } from "../desk-nav.tsx";
import { useFreshPage, useShopNow } from "../use-shop-now.ts";
import { useMay } from "../who.ts";
import { ActionPanel } from "./action-panel.tsx";
import { AlertFilters, alertFilter } from "./alert-filters.tsx";
import { AlertTable } from "./alert-table.tsx";
import { MeasuredCards } from "./measured-cards.tsx";
import type { AlertCommands, AlertListData, AlertQuery } from "./types.ts";

interface AlertListProps {
  list: AlertListData;
  query: AlertQuery;
  place: ShopPlace;
  commands: AlertCommands;
}

/** When people of several nodes go home, "HH:MM". */
const OFF_WORK = "18:00";

/** The alerts, open ones first; several can be taken, passed on or resolved at once. */
export function AlertListView({ list, query, place, commands }: AlertListProps) {
  const words = useWords();
  const { t, locale, whole } = words;
  const where: Where = { locale, asOf: null };
  const { page, nodes, people } = list;
  const nowMs = useShopNow(page.asOf, place.speed);
  const mayAct = useMay("alerts:act");
  useFreshPage();
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  // What was done is said where it was done, until something else is chosen.
  const [acted, setActed] = useState(false);
  const open = page.alerts.filter(({ state }) => state !== "resolved").map(({ id }) => id);
  const chosen = open.filter((id) => picked.has(id));
  const kept = alertFilter(query);
  const filtered = query.state !== "urgent" || query.node || query.severity || query.person;

  return (
    <main className="mx-auto grid max-w-6xl grid-cols-[minmax(0,1fr)] gap-5 p-4 sm:p-6" data-page="alerts">
      <DeskNav where={where} />
      <header>
        <h1 className="text-3xl font-bold text-tremor-content-strong">{t("alerts.title")}</h1>
        <p className="mt-1 text-lg text-tremor-content">
          {page.total !== null && page.total > 0 && `${t("alerts.count", { count: whole(page.total) })} · `}
          {t("desk.asOf", { time: dateTimeWords(Date.parse(page.asOf), place.timezone, words) })}
        </p>
      </header>
      <MeasuredCards lateness={list.lateness} timeToTake={list.timeToTake} />
      <AlertFilters query={query} nodes={nodes} people={people} where={where} />
      {mayAct && open.length > 0 && <p className="text-lg text-tremor-content">{t("alerts.chooseFirst")}</p>}
      {list.toldOnly !== null && list.toldOnly > 0 && (
        <p className="text-lg">
          <a className="underline" href={alertsHref(alertFilter({ ...query, state: "told" }), where)}>
            {t("alerts.toldOnly", { count: whole(list.toldOnly) })}
          </a>
        </p>
      )}
      {page.alerts.length === 0 ? (
        <Card className="p-6 text-lg" data-state="empty">
          {filtered ? t("orders.noneFiltered") : emptyWords()}
        </Card>
      ) : (
        <AlertTable
          alerts={page.alerts}
          nodes={nodes}
          nowMs={nowMs}
          timezone={place.timezone}
          where={where}
          picked={picked}
          onPick={mayAct ? setPicked : null}
        />
      )}
      {(chosen.length > 0 || acted) && (
        <section
          className="sticky bottom-0 max-h-[70vh] overflow-y-auto rounded-tremor-default border border-desk-line-strong bg-tremor-background p-4 shadow-lg"
          aria-label={t("alerts.actions")}
          data-chosen={chosen.length}
        >
          {chosen.length > 0 && (
            <p className="mb-3 text-lg font-semibold text-tremor-content-strong">
              {t("alerts.chosen", { count: whole(chosen.length) })}
            </p>
          )}
          <ActionPanel
            ids={chosen}
            people={people}
            commands={commands}
            nowMs={nowMs}
            timezone={place.timezone}
            offWork={OFF_WORK}
            onDone={() => {
              setPicked(new Set());
              setActed(true);
            }}
          />
        </section>
      )}
      <nav className="flex flex-wrap gap-6 text-lg font-semibold" aria-label={t("alerts.pagesOfList")}>
        {query.cursor !== null && (
          <a className="underline" href={alertsHref(kept, where)}>
            {t("orders.firstPage")}
          </a>
        )}
        {page.nextCursor !== null && (
          <a className="underline" rel="next" href={alertsHref({ ...kept, cursor: page.nextCursor }, where)}>
            {t("orders.nextPage")}
          </a>
        )}
      </nav>
    </main>
  );

  function emptyWords(): string {
    if (page.lastResolvedAt === null) return t("alerts.noneEver");
    return t("alerts.none", { time: dateTimeWords(Date.parse(page.lastResolvedAt), place.timezone, words) });
  }
}
