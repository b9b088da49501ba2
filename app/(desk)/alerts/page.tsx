import { getLocale, getTranslations } from "next-intl/server";
import { alertList } from "../../_data/alerts.ts";
import { shopPlace } from "../../_data/place.ts";
import { requireUser } from "../../_data/session.ts";
import { AlertListView } from "../../_ui/desk/alerts/alert-list.tsx";
import { Sorry } from "../../_ui/desk/sorry.tsx";
import type { Query } from "../orders/read-query.ts";
import { DESK_COMMANDS } from "./commands.ts";
import { readAlertQuery } from "./read-query.ts";

/** Who should be told of what, and who has it. */
export default async function AlertsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const who = await requireUser("orders:read");
  const t = await getTranslations();
  const place = shopPlace(await getLocale());
  const query = readAlertQuery(await searchParams);
  if ("wrong" in query) return <Sorry words={t("alerts.malformed", { name: query.wrong })} />;
  const list = await alertList(query, who).catch((error: unknown) => {
    console.error("the alerts cannot be read:", error);
    return null;
  });
  if (list === null) return <Sorry words={t("desk.unreadable")} retry />;
  if (list === "cursor") return <Sorry words={t("alerts.malformed", { name: "cursor" })} />;
  return <AlertListView list={list} query={query} place={place} commands={DESK_COMMANDS} />;
}
