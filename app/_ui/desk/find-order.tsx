"use client";
import { useEffect, useRef } from "react";
import { DEFAULT_LOCALE } from "../language.ts";
import { useWords } from "../use-words.ts";

const LONGEST = 200;
const WRITING = "input, textarea, select, [contenteditable]";

/** Finds an order by what a customer has in hand; the key / leads into it from anywhere on the desk. */
export function FindOrder() {
  const { t, locale } = useWords();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof Element && event.target.closest(WRITING)) return;
      event.preventDefault();
      field.current?.focus();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <search>
      <form action="/order" className="desk-find">
        <input
          ref={field}
          type="search"
          name="orderNo"
          aria-label={t("find.label")}
          placeholder={t("find.label")}
          title={t("find.key")}
          autoComplete="off"
          spellCheck={false}
          maxLength={LONGEST}
          required
        />
        {locale !== DEFAULT_LOCALE && <input type="hidden" name="lang" value={locale} />}
      </form>
    </search>
  );
}
