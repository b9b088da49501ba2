"use client";
import { useLocale, useTranslations } from "next-intl";
import { ageOf } from "./format/age.ts";
import { countOf, wholeCount } from "./format/count.ts";
import type { Locale } from "./language.ts";

/** Words, numbers and durations in the language of the screen. */
export function useWords() {
  const locale = useLocale() as Locale;
  const t = useTranslations();
  return {
    locale,
    t,
    whole: wholeCount,
    /** Whole to 9,999, then in tenths of 万 or k. */
    tenths: (count: number) => countOf(count, locale, "tenths"),
    /** 76%; what is there but less than half a per cent is not called nothing. */
    percent(share: number) {
      const whole = Math.round(share * 100);
      return whole === 0 && share > 0 ? "<1%" : `${whole}%`;
    },
    /** As tight as a tile needs it: 6小时12分. */
    age(ms: number) {
      const { form, values } = ageOf(ms);
      return t(`age.${form}`, values);
    },
    /** As a sentence says it: 6 小时 12 分; seconds too. */
    spokenAge(ms: number) {
      const { form, values } = ageOf(ms, { seconds: true });
      return t(`ageSpoken.${form}`, values);
    },
    nodeName: (row: { name: string; nameEn: string }) => (locale === "en" ? row.nameEn : row.name),
  };
}

export type Words = ReturnType<typeof useWords>;
