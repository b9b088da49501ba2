"use client";
import { alertsHref, deskHref, onCallHref, type Where, wallHref } from "../links.ts";
import { useWords } from "../use-words.ts";

interface DeskNavProps {
  /** What the way back to the wall keeps. */
  where: Where;
  /** This page in the other language. */
  otherLanguage: string;
}

const LINK = "inline-flex min-h-6 items-center underline";

/** The way to the other pages, and to this one in the other language. */
export function DeskNav({ where, otherLanguage }: DeskNavProps) {
  const { t } = useWords();
  return (
    <nav className="flex flex-wrap gap-x-4 gap-y-1 font-semibold" aria-label={t("desk.pages")}>
      <a className={LINK} href={wallHref(where)}>
        {t("orders.toWall")}
      </a>
      <a className={LINK} href={deskHref(where)}>
        {t("desk.toDesk")}
      </a>
      <a className={LINK} href={alertsHref({}, where)}>
        {t("alerts.title")}
      </a>
      <a className={LINK} href={onCallHref(where)}>
        {t("oncall.title")}
      </a>
      <a className={LINK} href={otherLanguage} hrefLang={where.locale === "en" ? "zh-CN" : "en"}>
        {t("desk.otherLanguage")}
      </a>
    </nav>
  );
}
