"use client";
import { type Where, wallHref } from "../links.ts";
import { useWords } from "../use-words.ts";

/** The way back to the wall that was come from, at its moment. The desk's other pages are in the bar. */
export function DeskNav({ where }: { where: Where }) {
  const { t } = useWords();
  return (
    <nav className="font-semibold" aria-label={t("orders.toWall")}>
      <a className="inline-flex min-h-6 items-center underline" href={wallHref(where)}>
        {t("orders.toWall")}
      </a>
    </nav>
  );
}
