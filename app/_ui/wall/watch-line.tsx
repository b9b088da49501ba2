"use client";
import { memo } from "react";
import type { NodeRow } from "../../../domain/wire/board.ts";
import { ordersHref } from "../links.ts";
import { useWords } from "../use-words.ts";
import type { NodeStage } from "./escalation.ts";
import { StageMark } from "./stage-mark.tsx";

/** So many stand in one line; those with most come first. */
const SHOWN = 6;

interface WatchLineProps {
  watches: readonly NodeRow[];
  stages: ReadonlyMap<string, NodeStage>;
  asOf: string | null;
}

/** The watches whose condition has lasted, each with how many orders it holds for; nothing while none does. */
export const WatchLine = memo(function WatchLine({ watches, stages, asOf }: WatchLineProps) {
  const { t, locale, whole, tenths, nodeName } = useWords();
  const holding = watches.filter(({ red }) => red > 0).sort((a, b) => b.red - a.red || a.rank - b.rank);
  if (holding.length === 0) return null;
  const more = holding.length - SHOWN;
  return (
    <ul className="watches" aria-label={t("screens.watches")}>
      {holding.slice(0, SHOWN).map((row) => {
        const { digits, unit } = tenths(row.red);
        const stage = stages.get(row.key);
        return (
          <li key={row.key} data-watch={row.key}>
            <a href={ordersHref({ node: row.key, light: "red" }, { locale, asOf })}>
              <svg className="watch-mark" viewBox="0 0 100 100" aria-hidden="true" focusable="false">
                <path d="M2 50C20 20 35 12 50 12s30 8 48 38C80 80 65 88 50 88S20 80 2 50zM50 32a18 18 0 1 0 0 36a18 18 0 1 0 0-36z" />
              </svg>
              <span className="watch-name">{nodeName(row)}</span>
              <b className="watch-count">{digits + unit}</b>
              {stage && <StageMark kind={stage.taken ? "taken" : stage.stage} />}
              <span className="unseen">
                {t("tile.labelCount", { light: t("lights.red"), count: whole(row.red) })}
              </span>
            </a>
          </li>
        );
      })}
      {more > 0 && <li className="watches-more">{t("screens.moreGroups", { count: more })}</li>}
    </ul>
  );
});
