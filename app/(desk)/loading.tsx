"use client";
import { useTranslations } from "next-intl";

/** While a page is read; no main of its own, since the page streams in beside it. */
export default function Loading() {
  const t = useTranslations("desk");
  return (
    <div className="mx-auto max-w-5xl p-6 text-lg" role="status">
      {t("loading")}
    </div>
  );
}
