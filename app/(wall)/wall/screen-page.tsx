import { getLocale, getTranslations } from "next-intl/server";
import type { PlaylistEntry } from "../../../domain/screens/types.ts";
import { alertsNow } from "../../_data/alerts.ts";
import { liveBoard } from "../../_data/board.ts";
import { delayNow } from "../../_data/delay.ts";
import { forecastNow } from "../../_data/forecast.ts";
import { pagesVersion, shopPlace } from "../../_data/place.ts";
import { LiveScreen } from "../../_ui/screens/live-screen.tsx";
import { Notice } from "./notice.tsx";

/** One screen as a page, which has asked for its right: its frame drawn from what is known now, then live. */
export async function ScreenPage({ entry }: { entry: PlaylistEntry }) {
  const t = await getTranslations("mark");
  const place = shopPlace(await getLocale());
  try {
    const [snapshot, delay, alerts, forecast] = await Promise.all([
      liveBoard(),
      delayNow(),
      alertsNow(),
      forecastNow(),
    ]);
    return <LiveScreen {...{ snapshot, delay, alerts, forecast, place, entry }} version={pagesVersion()} />;
  } catch (error) {
    console.error("a screen's page cannot be drawn:", error);
    return <Notice words={t("unreadable")} more={t("unreadableHint")} retry />;
  }
}
