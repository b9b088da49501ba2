import type { Viewport } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { alertsNow } from "../../_data/alerts.ts";
import { liveBoard } from "../../_data/board.ts";
import { delayNow } from "../../_data/delay.ts";
import { forecastNow } from "../../_data/forecast.ts";
import { pagesVersion, shopPlace } from "../../_data/place.ts";
import { pairedTv } from "../../_data/tv.ts";
import { PairingScreen } from "../../_ui/tv/pairing-screen.tsx";
import { Television } from "../../_ui/tv/television.tsx";
import { Notice } from "../wall/notice.tsx";
import "../../_ui/tv/palettes.css";
import "../../_ui/tv/tv.css";

/** What the browser paints before anything else has come: never white on a dark wall. */
export async function generateViewport(): Promise<Viewport> {
  const tv = await pairedTv().catch(() => null);
  const light = tv?.settings.theme === "light";
  return { themeColor: light ? "#eef1f5" : "#0b0e13", colorScheme: light ? "light" : "dark" };
}

/** The television's own page: a code until somebody lets it in, then what it was given to show. */
export default async function TvPage() {
  const t = await getTranslations("mark");
  const place = shopPlace(await getLocale());
  try {
    const tv = await pairedTv();
    if (tv === null) return <PairingScreen />;
    const [snapshot, delay, alerts, forecast] = await Promise.all([
      liveBoard(),
      delayNow(),
      alertsNow(),
      forecastNow(),
    ]);
    return <Television {...{ tv, snapshot, delay, alerts, forecast, place }} version={pagesVersion()} />;
  } catch (error) {
    console.error("the television's page cannot be drawn:", error);
    return <Notice words={t("unreadable")} more={t("unreadableHint")} retry />;
  }
}
