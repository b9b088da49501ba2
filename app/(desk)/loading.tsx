"use client";
import { useTranslations } from "next-intl";

/** While a page is read. */
export default function Loading() {
  const t = useTranslations("desk");
  return (
    <main className="mx-auto max-w-5xl p-6 text-lg" role="status">
      {t("loading")}
    </main>
  );
}
