import { headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { currentPreferences } from "../_data/session.ts";
import { televisionLanguage } from "../_data/tv.ts";
import { LANG_HEADER, pickLocale } from "../_ui/language.ts";

/** `?lang=` wins over what a television was given, or somebody chose for themselves. */
export default getRequestConfig(async () => {
  const asked = (await headers()).get(LANG_HEADER);
  const locale = pickLocale(asked || (await televisionLanguage()) || (await currentPreferences()).language);
  const messages = await (locale === "en" ? import("../messages/en.json") : import("../messages/zh-CN.json"));
  return { locale, messages: messages.default, timeZone: "UTC" };
});
