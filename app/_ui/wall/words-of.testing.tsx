import { NextIntlClientProvider } from "next-intl";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import texts from "../../messages/zh-CN.json" with { type: "json" };

/** What a part of a wall says in Chinese when it is drawn. */
export function wordsOf(part: ReactNode): string {
  const drawn = renderToStaticMarkup(
    <NextIntlClientProvider locale="zh-CN" messages={texts} timeZone="Asia/Shanghai">
      {part}
    </NextIntlClientProvider>,
  );
  return drawn
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
}
