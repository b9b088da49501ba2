"use client";
import { Card } from "@tremor/react";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { THEMES, useTheme } from "../../desk/who.ts";
import { LOCALES, type Locale } from "../../language.ts";
import { useWords } from "../../use-words.ts";
import type { Choose } from "./types.ts";

/** Language and theme, for this person on every device. */
export function ScreensCard({ choose }: { choose: Choose }) {
  const { t, locale } = useWords();
  const here = usePathname();
  const [theme, setTheme] = useTheme();
  const [failed, setFailed] = useState(false);
  const speak = async (language: Locale) => {
    if (await choose({ language }).catch(() => false)) location.assign(here);
    else setFailed(true);
  };
  return (
    <Card className="grid gap-4 p-4 sm:p-6">
      <h2 className="text-xl font-semibold text-tremor-content-strong">{t("account.screens")}</h2>
      <fieldset className="flex flex-wrap items-center gap-2">
        <legend className="mb-1 text-tremor-content">{t("account.language")}</legend>
        {LOCALES.map((language) => (
          <button
            key={language}
            type="button"
            className={`chip ${language === locale ? "chip-on" : ""}`}
            lang={language}
            aria-pressed={language === locale}
            onClick={() => speak(language)}
          >
            {t(`account.languages.${language}`)}
          </button>
        ))}
      </fieldset>
      <fieldset className="flex flex-wrap items-center gap-2">
        <legend className="mb-1 text-tremor-content">{t("account.theme")}</legend>
        {THEMES.map((one) => (
          <button
            key={one}
            type="button"
            className={`chip ${one === theme ? "chip-on" : ""}`}
            data-choose-theme={one}
            aria-pressed={one === theme}
            onClick={() => setTheme(one)}
          >
            {t(`bar.themes.${one}`)}
          </button>
        ))}
      </fieldset>
      {failed && <p role="alert">{t("account.notSaved")}</p>}
    </Card>
  );
}
