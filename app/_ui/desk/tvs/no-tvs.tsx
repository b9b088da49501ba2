"use client";
import { Card } from "@tremor/react";
import { useWords } from "../../use-words.ts";

/** How to get the first television, where there is none. */
export function NoTvs({ tvUrl }: { tvUrl: string }) {
  const { t } = useWords();
  return (
    <Card className="p-5 text-lg" data-state="empty">
      <p className="text-xl font-semibold text-tremor-content-strong">{t("tvs.empty")}</p>
      <ol className="mt-3 grid list-decimal gap-2 ps-7">
        <li>
          {t("tvs.emptyOpen")} <code className="tv-url">{tvUrl}</code>
        </li>
        <li>{t("tvs.emptyCode")}</li>
        <li>{t("tvs.emptyScan")}</li>
      </ol>
    </Card>
  );
}
