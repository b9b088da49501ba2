"use client";
import { type CSSProperties, memo } from "react";
import type { NodeDepth } from "../../../domain/wire/depth.ts";
import { useWords } from "../use-words.ts";
import { ageScale, PROGRESS_SHOWN } from "./age-scale.ts";

/** A point of so many visits is drawn this many times as wide as one of a single visit, at most. */
const WIDEST = 3;
const PROGRESS_LABELS = [0, 0.5, 1, 1.5] as const;
const QUANTILES = [
  ["p50Seconds", "p50"],
  ["p85Seconds", "p85"],
  ["p95Seconds", "p95"],
] as const;

/**
 * How old each open visit is, against how much of its allowance is used up: on the right of the thick line it is red.
 * The lines across say how long those stayed that left: above the highest hardly any ever stayed.
 */
export const AgeingChart = memo(function AgeingChart({ ageing, dwell }: Pick<NodeDepth, "ageing" | "dwell">) {
  const { t, age } = useWords();
  const scale = ageScale([
    ...ageing.map(({ ageSeconds }) => ageSeconds),
    ...(dwell ? [dwell.p50Seconds, dwell.p95Seconds] : []),
  ]);
  const shown = ageing.filter(({ progress }) => progress !== null);
  const without = ageing.reduce((sum, point) => sum + (point.progress === null ? point.visits : 0), 0);
  return (
    <figure className="ageing">
      <figcaption>
        {t("screens.ageing")}
        {without > 0 && <small>{t("screens.withoutDeadline", { count: without })}</small>}
      </figcaption>
      <div className="ageing-plot" aria-hidden="true">
        <div className="ageing-red" style={{ "--x": 1 / PROGRESS_SHOWN } as CSSProperties} />
        {scale.ticks.map((seconds) => (
          <p key={seconds} className="ageing-tick" style={{ "--y": scale.at(seconds) } as CSSProperties}>
            {age(seconds * 1_000)}
          </p>
        ))}
        {dwell &&
          QUANTILES.map(([key, name]) => (
            <p
              key={key}
              className={`ageing-line ageing-${name}`}
              style={{ "--y": scale.at(dwell[key]) } as CSSProperties}
              data-quantile={name}
              data-seconds={dwell[key]}
            >
              <span>{t(`screens.${name}`, { age: age(dwell[key] * 1_000) })}</span>
            </p>
          ))}
        {shown.map(({ ageSeconds, progress, light, visits }) => (
          <i
            key={`${light} ${ageSeconds} ${progress}`}
            className={`point point-${light}`}
            data-visits={visits}
            style={
              {
                "--x": Math.min(1, progress! / PROGRESS_SHOWN),
                "--y": scale.at(ageSeconds),
                "--size": Math.min(WIDEST, Math.sqrt(visits)),
              } as CSSProperties
            }
          />
        ))}
      </div>
      <div className="ageing-axis" aria-hidden="true">
        {PROGRESS_LABELS.map((progress) => (
          <span key={progress} style={{ "--x": progress / PROGRESS_SHOWN } as CSSProperties}>
            {t(`screens.progress.${String(progress).replace(".", "_")}`)}
          </span>
        ))}
      </div>
    </figure>
  );
});
