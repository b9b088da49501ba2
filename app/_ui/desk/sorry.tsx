"use client";
import { deskHref, wallHref } from "../links.ts";
import { useWords } from "../use-words.ts";

/** Why there is nothing to see, in one line, and where to go on. */
export function Sorry({ words, retry }: { words: string; retry?: boolean }) {
  const { t, locale } = useWords();
  const where = { locale, asOf: null };
  return (
    <main className="mx-auto grid max-w-5xl gap-6 p-6" data-state="sorry">
      <h1 className="text-2xl font-semibold break-words text-tremor-content-strong">{words}</h1>
      <nav className="flex flex-wrap gap-4 text-lg font-semibold">
        {retry && (
          <button type="button" className="cursor-pointer underline" onClick={() => location.reload()}>
            {t("desk.retry")}
          </button>
        )}
        <a className="underline" href={wallHref(where)}>
          {t("desk.openWall")}
        </a>
        <a className="underline" href={deskHref(where)}>
          {t("desk.toDesk")}
        </a>
      </nav>
    </main>
  );
}
