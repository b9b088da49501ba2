"use client";
import { Card } from "@tremor/react";
import type { Changes } from "../../../../domain/wire/changes.ts";
import { dateTimeWords, momentWords } from "../../format/instant-words.ts";
import { replayHref, type Where } from "../../links.ts";
import { DEFAULT_SPEED, rangeQuery } from "../../replay/range.ts";
import { useWords } from "../../use-words.ts";
import type { ShopPlace } from "../../wall/strip.tsx";
import { ActList } from "./act-list.tsx";
import { ChangedList } from "./changed-list.tsx";
import { NodeChanges } from "./node-changes.tsx";
import type { ChangesPageData, ChangesQuery, Preset } from "./types.ts";
import { WindowForm } from "./window-form.tsx";

interface ChangesViewProps {
  /** What happened, or why that cannot be told. */
  told: ChangesPageData | "future" | "order" | "old" | "long" | "cursor";
  query: ChangesQuery;
  presets: readonly Preset[];
  place: ShopPlace;
}

/** The difference of two moments, and the visits behind whichever of its numbers was opened. */
export function ChangesView({ told, query, presets, place }: ChangesViewProps) {
  const words = useWords();
  const { t, locale } = words;
  const where: Where = { locale, asOf: null };
  const from = dateTimeWords(query.fromMs, place.timezone, words);
  const to = momentWords(query.toMs, query.fromMs, place.timezone, words);
  const refused = typeof told === "string";
  return (
    <main
      className="mx-auto grid max-w-6xl grid-cols-[minmax(0,1fr)] gap-5 p-4 sm:p-6"
      data-page="changes"
      data-state={refused ? told : "told"}
    >
      <header className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2">
        <h1 className="text-3xl font-bold text-tremor-content-strong">{t("changes.title", { from, to })}</h1>
        {!refused && (
          <a
            className="text-lg font-semibold underline"
            href={replayHref(rangeQuery(query, DEFAULT_SPEED), where)}
          >
            {t("changes.play")}
          </a>
        )}
      </header>
      <WindowForm query={query} presets={presets} place={place} where={where} />
      {refused ? (
        <Card className="p-6 text-lg" role="alert">
          {t(`changes.refused.${told}`)}
        </Card>
      ) : (
        <>
          <Summary changes={told.changes} />
          <NodeChanges changes={told.changes} query={query} where={where} />
          {told.list && (
            <ChangedList
              list={told.list}
              nodes={[...told.changes.nodes, ...told.changes.watches]}
              query={query}
              place={place}
              where={where}
            />
          )}
          <ActList changes={told.changes} place={place} />
        </>
      )}
    </main>
  );
}

/** 超时从 12 单涨到 17 单：新超时 8 单，处理掉 3 单 */
function Summary({ changes }: { changes: Changes }) {
  const { t, whole } = useWords();
  const { before, after, turnedRed, endedRed, entered, left } = changes.totals;
  const grew = after.red === before.red ? "same" : after.red > before.red ? "more" : "fewer";
  const values = {
    before: whole(before.red),
    after: whole(after.red),
    turned: whole(turnedRed),
    ended: whole(endedRed),
  };
  return (
    <p className="text-xl text-tremor-content-strong" data-summary={grew}>
      <strong>{t(`changes.summary.${grew}`, values)}</strong>
      <span className="block text-lg text-tremor-content">
        {t("changes.flow", {
          entered: whole(entered),
          left: whole(left),
          before: whole(before.open),
          after: whole(after.open),
        })}
      </span>
    </p>
  );
}
