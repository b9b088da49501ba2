import { headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { LANG_HEADER, pickLocale } from "../_ui/language.ts";

export default getRequestConfig(async () => {
  const locale = pickLocale((await headers()).get(LANG_HEADER));
  const messages = await (locale === "en" ? import("../messages/en.json") : import("../messages/zh-CN.json"));
  return { locale, messages: messages.default, timeZone: "UTC" };
});
