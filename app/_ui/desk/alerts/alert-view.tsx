"use client";
import { Card } from "@tremor/react";
import { dateTimeWords } from "../../format/instant-words.ts";
import { alertsHref, orderHref, ordersHref, type Where } from "../../links.ts";
import { useWords } from "../../use-words.ts";
import type { ShopPlace } from "../../wall/strip.tsx";
import { DeskNav } from "../desk-nav.tsx";
import { useFreshPage, useShopNow } from "../use-shop-now.ts";
import { useMay } from "../who.ts";
import { ActionPanel } from "./action-panel.tsx";
import { lateWords, StageWords, stateWords } from "./alert-words.tsx";
import { StoryView } from "./story-view.tsx";
import type { AlertCommands, AlertData } from "./types.ts";

interface AlertViewProps {
  data: AlertData;
  place: ShopPlace;
  commands: AlertCommands;
}

/** One alert: where it stands, what can be done about it, and all that was done. */
export function AlertView({ data: { alert, nodes, people, offWork }, place, commands }: AlertViewProps) {
  const words = useWords();
  const { t, locale, nodeName } = words;
  const where: Where = { locale, asOf: null };
  const nowMs = useShopNow(alert.asOf, place.speed);
  const mayAct = useMay("alerts:act");
  useFreshPage();
  const node = nodes.find(({ key }) => key === alert.node);
  const name = node ? nodeName(node) : alert.node;
  const time = (iso: string) => dateTimeWords(Date.parse(iso), place.timezone, words);
  const facts: [string, string][] = [
    [t("order.heads.entered"), time(alert.enteredAt)],
    [t("orders.due"), time(alert.dueAt)],
    [t("alerts.openedAt"), time(alert.openedAt)],
    ...(alert.flagAt ? ([[t("alerts.flagAt"), time(alert.flagAt)]] as [string, string][]) : []),
    [t("alerts.policy"), t("alerts.policyOf", { key: alert.policy, time: time(alert.policyValidFrom) })],
  ];
  return (
    <main
      className="mx-auto grid max-w-6xl grid-cols-[minmax(0,1fr)] gap-5 p-4 sm:p-6"
      data-page="alert"
      data-alert-state={alert.state}
    >
      <DeskNav where={where} />
      <header className="grid gap-1">
        <h1 className="text-3xl font-bold text-tremor-content-strong">
          {name} <span className="text-2xl font-semibold text-tremor-content">P{alert.severity}</span>
        </h1>
        <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-lg">
          <strong className="text-tremor-content-strong">{lateWords(alert, nowMs, words)}</strong>
          <a className="underline" href={orderHref(alert.orderNo, where)}>
            {t("order.title", { orderNo: alert.orderNo })}
          </a>
          {alert.token !== "main" && <span>{alert.token}</span>}
          <StageWords alert={alert} />
        </p>
        <p className="text-lg font-semibold text-tremor-content-strong" data-standing>
          {stateWords(alert, nowMs, place.timezone, words)}
        </p>
      </header>
      {mayAct && alert.state !== "resolved" && (
        <Card className="p-4">
          <ActionPanel
            ids={[alert.id]}
            people={people}
            commands={commands}
            nowMs={nowMs}
            timezone={place.timezone}
            offWork={offWork}
          />
        </Card>
      )}
      <StoryView alert={alert} timezone={place.timezone} />
      <Card className="grid gap-2 p-4">
        <h2 className="text-xl font-semibold text-tremor-content-strong">{t("alerts.about")}</h2>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-base">
          {facts.map(([label, value]) => (
            <div key={label} className="contents">
              <dt className="text-tremor-content">{label}</dt>
              <dd className="text-tremor-content-strong">{value}</dd>
            </div>
          ))}
        </dl>
        <p className="flex flex-wrap gap-4 font-semibold">
          <a className="underline" href={ordersHref({ node: alert.node }, where)}>
            {t("alerts.ordersThere", { name })}
          </a>
          <a className="underline" href={alertsHref({ node: alert.node }, where)}>
            {t("alerts.alertsThere", { name })}
          </a>
        </p>
      </Card>
    </main>
  );
}
