import { getTranslations } from "next-intl/server";

interface NoticeProps {
  words: string;
  /** What to do about it. */
  more: string;
  /** Where the present is. */
  toNow?: string;
  /** Whether the page tries again by itself. */
  retry?: boolean;
}

const RETRY_S = 5;

/** A whole screen that says why there is no picture, and what to do. */
export async function Notice({ words, more, toNow, retry }: NoticeProps) {
  const t = await getTranslations("mark");
  return (
    <main className="notice" data-state="notice">
      {retry && <meta httpEquiv="refresh" content={String(RETRY_S)} />}
      <h1>{words}</h1>
      <p>{more}</p>
      {toNow && <a href={toNow}>{t("toNow")}</a>}
    </main>
  );
}
