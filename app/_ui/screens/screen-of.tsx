"use client";
import dynamic from "next/dynamic";
import type { ComponentType } from "react";
import type { ScreenKind } from "../../../domain/screens/types.ts";
import { BoardScreen } from "../wall/board-screen.tsx";
import type { ScreenProps } from "./types.ts";

/** Loaded when they are shown first: the board alone must come up fast. */
const SCREENS: Record<Exclude<ScreenKind, "board">, ComponentType<ScreenProps>> = {
  bottlenecks: dynamic(() => import("./bottlenecks-screen.tsx").then((m) => m.BottlenecksScreen)),
  node: dynamic(() => import("./node-screen.tsx").then((m) => m.NodeScreen)),
  escalations: dynamic(() => import("./escalations-screen.tsx").then((m) => m.EscalationsScreen)),
  forecast: dynamic(() => import("./forecast-screen.tsx").then((m) => m.ForecastScreen)),
};

/** The screen that an entry of a playlist names. It stands in a ScreenFrame. */
export function ScreenOf(props: ScreenProps) {
  const { screen } = props.entry;
  if (screen === "board") return <BoardScreen {...props} />;
  const Screen = SCREENS[screen];
  return <Screen {...props} />;
}
