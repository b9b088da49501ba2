"use client";
import { usePathname } from "next/navigation";
import { type ReactNode, useState } from "react";
import { DeskBar } from "./desk-bar.tsx";
import { type SeenUser, type Theme, ThemeContext, WhoContext } from "./who.ts";

interface DeskFrameProps {
  who: SeenUser | null;
  theme: Theme;
  /** Keeps what somebody chose for themselves; false: there was nobody to keep it for. */
  choose: (chosen: { language?: "zh-CN" | "en"; theme?: Theme }) => Promise<boolean>;
  children: ReactNode;
}

/** A page opened from a message is a page by itself. */
const WITHOUT_BAR = /^\/a\//;

/** What stands around every page of the desk: the bar, the theme, and who is signed in. */
export function DeskFrame({ who, theme: kept, choose, children }: DeskFrameProps) {
  const [theme, setTheme] = useState(kept);
  const onTheme = (next: Theme) => {
    setTheme(next);
    // What cannot be kept still holds for this page.
    choose({ theme: next }).catch(() => {});
  };
  const here = usePathname();
  const bar = who !== null && !WITHOUT_BAR.test(here);
  return (
    <WhoContext value={who}>
      <div
        className="desk min-h-screen bg-tremor-background-muted font-sans text-tremor-content-strong tabular-nums"
        data-theme={theme}
      >
        {bar && (
          <DeskBar
            who={who}
            theme={theme}
            onTheme={onTheme}
            onLanguage={(language) => choose({ language }).catch(() => false)}
          />
        )}
        <ThemeContext value={[theme, onTheme]}>{children}</ThemeContext>
      </div>
    </WhoContext>
  );
}
