"use client";
import { type CSSProperties, memo } from "react";
import type { NodeDepth } from "../../../domain/wire/depth.ts";
import { instantParts } from "../format/instant.ts";
import { useWords } from "../use-words.ts";

/** Labels under the steps, at most. */
const LABELS_MOST = 8;

interface FlowChartProps extends Pick<NodeDepth, "flow" | "stepMinutes"> {
  timezone: string;
  /** The window in words. */
  window: string;
}

/** What came (upwards) against what left (downwards), step by step, and both in all. */
export const FlowChart = memo(function FlowChart({ flow, stepMinutes, timezone, window }: FlowChartProps) {
  const { t, whole } = useWords();
  const most = Math.max(1, ...flow.flatMap(({ arrivals, departures }) => [arrivals, departures]));
  const sum = (of: "arrivals" | "departures") => flow.reduce((all, step) => all + step[of], 0);
  const every = Math.ceil(flow.length / LABELS_MOST);
  return (
    <figure className="flow">
      <figcaption>
        {t("screens.flow", { window })}
        <span className="flow-sum flow-in" data-sum="arrivals">
          {t.rich("screens.arrivals", { count: whole(sum("arrivals")), b })}
        </span>
        <span className="flow-sum flow-out" data-sum="departures">
          {t.rich("screens.departures", { count: whole(sum("departures")), b })}
        </span>
      </figcaption>
      <ol className="flow-steps" style={{ "--steps": flow.length } as CSSProperties} aria-hidden="true">
        {flow.map(({ at, arrivals, departures }, i) => (
          <li key={at} data-arrivals={arrivals} data-departures={departures}>
            <i className="flow-up" style={{ "--part": arrivals / most } as CSSProperties} />
            <i className="flow-down" style={{ "--part": departures / most } as CSSProperties} />
            {i % every === 0 && i <= flow.length - every && <span>{label(at)}</span>}
          </li>
        ))}
      </ol>
    </figure>
  );

  function label(at: string) {
    const { time, day } = instantParts(Date.parse(at), timezone);
    if (stepMinutes >= 360) return t("screens.day", { day });
    return stepMinutes >= 60 ? t("screens.hour", { hour: Number(time.slice(0, 2)) }) : time;
  }
});

const b = (chunks: React.ReactNode) => <b>{chunks}</b>;
