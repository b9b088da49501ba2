"use client";
import { instantToLocal } from "../../../../domain/time/zone.ts";
import { changesHref, type Where } from "../../links.ts";
import { useWords } from "../../use-words.ts";
import type { ShopPlace } from "../../wall/strip.tsx";
import type { ChangesQuery, Preset } from "./types.ts";

interface WindowFormProps {
  query: ChangesQuery;
  presets: readonly Preset[];
  place: ShopPlace;
  where: Where;
}

/** Which two moments: by a name that people use, or any two. */
export function WindowForm({ query, presets, place, where }: WindowFormProps) {
  const { t } = useWords();
  const local = (ms: number) => new Date(instantToLocal(place.timezone, ms)).toISOString();
  const hours = (ms: number) => local(ms).slice(11, 16);
  return (
    <div className="grid gap-3">
      <ul className="flex flex-wrap gap-2" aria-label={t("changes.presets")}>
        {presets.map(({ key, fromMs, toMs }) => {
          const on = fromMs === query.fromMs && toMs === query.toMs;
          return (
            <li key={key}>
              <a
                className={`chip ${on ? "chip-on" : ""}`}
                href={changesHref({ fromMs, toMs }, where)}
                aria-current={on ? "true" : undefined}
                data-chip={key}
              >
                {t(`changes.preset.${key}`, { from: hours(fromMs), to: hours(toMs) })}
              </a>
            </li>
          );
        })}
      </ul>
      <form method="get" action="/changes" className="flex flex-wrap items-center gap-2">
        {where.locale === "en" && <input type="hidden" name="lang" value="en" />}
        <label className="flex items-center gap-2">
          {t("changes.from")}
          <input
            className="field"
            type="datetime-local"
            name="from"
            required
            defaultValue={local(query.fromMs).slice(0, 16)}
          />
        </label>
        <label className="flex items-center gap-2">
          {t("changes.to")}
          <input
            className="field"
            type="datetime-local"
            name="to"
            required
            defaultValue={local(query.toMs).slice(0, 16)}
          />
        </label>
        <button type="submit" className="button">
          {t("changes.ask")}
        </button>
      </form>
    </div>
  );
}
