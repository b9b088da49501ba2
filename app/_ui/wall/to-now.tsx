"use client";
import { useWords } from "../use-words.ts";

/** From a moment of the past back to what is. */
export function ToNow({ href }: { href: string }) {
  const { t } = useWords();
  return (
    <a className="to-now" href={href}>
      {t("mark.toNow")}
    </a>
  );
}
