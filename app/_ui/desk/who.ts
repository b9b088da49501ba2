"use client";
import { createContext, useContext } from "react";
import type { Right, Role } from "../../../domain/access/rights.ts";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** Who is signed in, as far as the browser needs to know. */
export interface SeenUser {
  kind: "key" | "user" | "tv";
  name: string;
  role: Role | null;
  rights: Right[];
}

export const WhoContext = createContext<SeenUser | null>(null);

/** Who looks at the page; null: nobody is signed in. */
export const useWho = (): SeenUser | null => useContext(WhoContext);

/** Whether who looks at the page may do this. What is hidden by it is refused by the server, too. */
export const useMay = (right: Right): boolean => useWho()?.rights.includes(right) ?? false;

/** The theme of the desk around, and how to change it. */
export const ThemeContext = createContext<[Theme, (theme: Theme) => void]>(["system", () => {}]);
export const useTheme = () => useContext(ThemeContext);
