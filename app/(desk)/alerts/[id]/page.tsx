import { getLocale, getTranslations } from "next-intl/server";
import { alertPage } from "../../../_data/alerts.ts";
import { shopPlace } from "../../../_data/place.ts";
import { requireUser } from "../../../_data/session.ts";
import { AlertView } from "../../../_ui/desk/alerts/alert-view.tsx";
import { Sorry } from "../../../_ui/desk/sorry.tsx";
import { DESK_COMMANDS } from "../commands.ts";

/** One alert with all that was done about it. */
export default async function AlertPage({ params }: { params: Promise<{ id: string }> }) {
  const who = await requireUser("orders:read");
  const t = await getTranslations();
  const place = shopPlace(await getLocale());
  const { id } = await params;
  const data = await alertPage(id, who).catch((error: unknown) => {
    console.error("an alert cannot be read:", error);
    return "unreadable" as const;
  });
  if (data === "unreadable") return <Sorry words={t("desk.unreadable")} retry />;
  if (data === null) return <Sorry words={t("alerts.unknown")} />;
  return <AlertView data={data} place={place} commands={DESK_COMMANDS} />;
}
