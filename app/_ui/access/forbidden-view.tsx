"use client";
import { usePathname } from "next/navigation";
import { needOf } from "../../../domain/access/pages.ts";
import type { SeenUser } from "../desk/who.ts";
import { wallHref } from "../links.ts";
import { useWords } from "../use-words.ts";

/** What somebody may not open, why, and where to go on. */
export function ForbiddenView({ who }: { who: SeenUser | null }) {
  const { t, locale } = useWords();
  const here = usePathname();
  const need = needOf(here);
  const asked = locale === "en" ? "&lang=en" : "";
  const signIn = `/signin?next=${encodeURIComponent(here)}${asked}`;
  return (
    <main className="mx-auto grid max-w-3xl gap-4 p-6 sm:py-16" data-state="forbidden">
      <p className="text-lg font-semibold text-desk-warn">403</p>
      <h1 className="text-3xl font-bold text-tremor-content-strong">{t("forbidden.title")}</h1>
      <p className="text-lg text-tremor-content">
        {who?.role
          ? t("forbidden.role", { name: who.name, role: t(`roles.${who.role}`) })
          : t("forbidden.notPerson")}
        {need !== null && need !== "open" && need !== "signed-in" && (
          <> {t("forbidden.needs", { right: t(`rights.${need.replace(":", "_")}`) })}</>
        )}
      </p>
      <p className="text-lg text-tremor-content">{t("forbidden.ask")}</p>
      <nav className="mt-2 flex flex-wrap gap-3" aria-label={t("forbidden.goOn")}>
        {who?.rights.includes("board:read") && (
          <a
            className="button button-strong inline-flex items-center"
            href={wallHref({ locale, asOf: null })}
          >
            {t("desk.openWall")}
          </a>
        )}
        {who?.kind !== "user" && (
          <a className="button inline-flex items-center" href={signIn}>
            {t("signIn.title")}
          </a>
        )}
      </nav>
    </main>
  );
}
