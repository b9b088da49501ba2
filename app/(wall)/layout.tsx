import type { Viewport } from "next";
import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import { WALL_TEXTS } from "../_i18n/wall-texts.ts";
import "../_ui/wall/wall.css";
import "../_ui/wall/strip.css";
import "../_ui/wall/tile.css";
import "../_ui/wall/foot.css";
import "../_ui/wall/escalation.css";
import "../_ui/wall/mark.css";
import "../_ui/wall/upright.css";
import "../_ui/wall/upright-tv.css";
import "../_ui/wall/ahead.css";
import "../_ui/screens/screens.css";
import "../_ui/screens/bottlenecks.css";
import "../_ui/screens/node.css";
import "../_ui/screens/escalations.css";
import "../_ui/screens/forecast.css";

export const viewport: Viewport = { themeColor: "#0b0e13", colorScheme: "dark" };

export default async function WallLayout({ children }: { children: ReactNode }) {
  const all = await getMessages();
  const messages = Object.fromEntries(WALL_TEXTS.map((space) => [space, all[space]]));
  return <NextIntlClientProvider messages={messages}>{children}</NextIntlClientProvider>;
}
