"use client";
import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";
import { mayOpen } from "../../../domain/access/pages.ts";
import { wallHref } from "../links.ts";
import { useWords } from "../use-words.ts";
import { AccountMenu } from "./account-menu.tsx";
import { FindOrder } from "./find-order.tsx";
import { Lamps } from "./lamps.tsx";
import { TvAlarmCount } from "./tvs/alarm-count.tsx";
import { type SeenUser, THEMES, type Theme } from "./who.ts";

/** In the order in which they are needed; whoever may not open one does not see it. */
const PAGES = ["/", "/alerts", "/changes", "/oncall", "/tvs", "/users", "/keys"] as const;

interface DeskBarProps {
  who: SeenUser;
  theme: Theme;
  onTheme: (theme: Theme) => void;
  /** Keeps the language; false when it could not be kept. */
  onLanguage: (language: "zh-CN" | "en") => Promise<boolean>;
}

/** The way to every page that one may open, and how one wants to see them. */
export function DeskBar({ who, theme, onTheme, onLanguage }: DeskBarProps) {
  const { t, locale } = useWords();
  const here = usePathname();
  const query = useSearchParams();
  const rights = new Set(who.rights);
  const pages = PAGES.filter((path) => mayOpen(path, rights));
  const asked = locale === "en" ? "?lang=en" : "";
  const other = locale === "en" ? "zh-CN" : "en";
  const hrefIn = (language: string | null) => {
    const parameters = new URLSearchParams(query);
    if (language === null) parameters.delete("lang");
    else parameters.set("lang", language);
    const text = parameters.toString();
    return text === "" ? here : `${here}?${text}`;
  };
  const row = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a phone the row is wider than the screen: whoever is on its last page sees so.
    const [current] = row.current?.querySelectorAll<HTMLElement>("[aria-current]") ?? [];
    if (row.current && current) row.current.scrollLeft = current.offsetLeft - row.current.clientWidth / 2;
  }, []);
  const nextTheme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]!;
  return (
    <div className="desk-bar">
      <a className="desk-brand" href={rights.has("board:read") ? wallHref({ locale, asOf: null }) : "/"}>
        <Lamps />
        {t("app.name")}
      </a>
      <nav className="desk-pages" ref={row} aria-label={t("desk.pages")}>
        {mayOpen("/wall", rights) && (
          <a className="desk-page" href={wallHref({ locale, asOf: null })}>
            {t("bar.wall")}
          </a>
        )}
        {pages.map((path) => (
          <a
            key={path}
            className="desk-page"
            href={path + asked}
            aria-current={isWithin(here, path) ? "page" : undefined}
          >
            {t(`bar.pages.${path}`)}
            {path === "/tvs" && <TvAlarmCount />}
          </a>
        ))}
      </nav>
      {rights.has("orders:read") && <FindOrder />}
      <div className="desk-tools">
        <a
          className="desk-tool"
          href={hrefIn(other)}
          hrefLang={other}
          lang={other}
          onClick={async (event) => {
            event.preventDefault();
            const kept = await onLanguage(other);
            location.assign(hrefIn(kept ? null : other));
          }}
        >
          {t("desk.otherLanguage")}
        </a>
        <button
          type="button"
          className="desk-tool"
          data-theme-now={theme}
          aria-label={t("bar.theme", { now: t(`bar.themes.${theme}`), next: t(`bar.themes.${nextTheme}`) })}
          title={t(`bar.themes.${theme}`)}
          onClick={() => onTheme(nextTheme)}
        >
          <ThemeSign theme={theme} />
        </button>
        <AccountMenu who={who} />
      </div>
    </div>
  );
}

function isWithin(here: string, path: string): boolean {
  if (path === "/") return here === "/" || here === "/order" || here === "/orders";
  return here === path || here.startsWith(`${path}/`);
}

const SIGNS: Record<Theme, string> = {
  // A sun, a moon, and a disc that is half of each.
  light:
    "M12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10m0-6v3m0 16v3M1 12h3m16 0h3M4.2 4.2l2.1 2.1m11.4 11.4 2.1 2.1M4.2 19.8l2.1-2.1M17.7 6.3l2.1-2.1",
  dark: "M20.5 14.5A9 9 0 1 1 9.5 3.5a7 7 0 0 0 11 11z",
  system: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18m0 0v18M12 6.5 17 9m-5 1.5 8 3M12 15l6 2",
};

function ThemeSign({ theme }: { theme: Theme }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width="22"
      height="22"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path d={SIGNS[theme]} />
    </svg>
  );
}
