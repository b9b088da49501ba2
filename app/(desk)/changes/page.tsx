import { getLocale, getTranslations } from "next-intl/server";
import { changesBetween } from "../../_data/changes.ts";
import { shopNow } from "../../_data/clock.ts";
import { shopPlace } from "../../_data/place.ts";
import { requireUser } from "../../_data/session.ts";
import { ChangesView } from "../../_ui/desk/changes/changes-view.tsx";
import { presetsAt } from "../../_ui/desk/changes/presets.ts";
import { Sorry } from "../../_ui/desk/sorry.tsx";
import type { Query } from "../orders/read-query.ts";
import { readChangesQuery } from "./read-query.ts";

/** What happened between two moments: which nodes grew, which orders turned red, who acted. */
export default async function ChangesPage({ searchParams }: { searchParams: Promise<Query> }) {
  const who = await requireUser("orders:read");
  const t = await getTranslations();
  const place = shopPlace(await getLocale());
  const nowMs = shopNow();
  const query = readChangesQuery(await searchParams, nowMs, place.timezone);
  if ("wrong" in query) return <Sorry words={t("changes.malformed", { name: query.wrong })} />;
  const told = await changesBetween(query, who).catch((error: unknown) => {
    console.error("what happened between two moments cannot be read:", error);
    return null;
  });
  if (told === null) return <Sorry words={t("desk.unreadable")} retry />;
  const presets = presetsAt(nowMs, place.timezone);
  return <ChangesView told={told} query={query} presets={presets} place={place} />;
}
