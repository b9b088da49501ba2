"use client";
import type { Trend } from "../../../domain/delay/trend.ts";
import { useWords } from "../use-words.ts";

const ARROWS = { growing: "M22 78 76 24M34 22h44v44", draining: "M22 22 76 76M78 34v44H34" };

/** Where a node is going; one that stands still says nothing. */
export function TrendMark({ trend }: { trend: Exclude<Trend, "steady"> }) {
  const { t } = useWords();
  return (
    <span className={`tile-trend trend-${trend}`} data-trend={trend} aria-hidden="true">
      <svg className="trend-arrow" viewBox="0 0 100 100" aria-hidden="true" focusable="false">
        <path d={ARROWS[trend]} />
      </svg>
      {/* Where a long name leaves no room, the arrow stays. */}
      <span>{t(`trend.${trend}`)}</span>
    </span>
  );
}
