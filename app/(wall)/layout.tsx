import type { Viewport } from "next";
import type { ReactNode } from "react";
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

export default function WallLayout({ children }: { children: ReactNode }) {
  return children;
}
