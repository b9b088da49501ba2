"use client";
import { useTranslations } from "next-intl";
import { useEffect } from "react";

/** A broken picture starts over by itself after so long (ms): nobody stands by a TV. */
const RELOAD_AFTER_MS = 5_000;

export default function WallError() {
  const t = useTranslations("mark");
  useEffect(() => {
    const timer = setTimeout(() => location.reload(), RELOAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <main className="notice" data-state="notice">
      <h1>{t("broken")}</h1>
    </main>
  );
}
