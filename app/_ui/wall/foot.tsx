"use client";
import type { Lane } from "../../../domain/settings/types.ts";
import type { AlertSummary } from "../../../domain/wire/alerts.ts";
import type { Snapshot } from "../../../domain/wire/board.ts";
import type { DelaySummary } from "../../../domain/wire/delay.ts";
import type { Forecast } from "../../../domain/wire/forecast.ts";
import { useWords } from "../use-words.ts";
import { AheadLine } from "./ahead-line.tsx";
import { Bars } from "./bars.tsx";
import { hasDelay } from "./bottleneck.ts";
import { BottleneckHeadline } from "./bottleneck-headline.tsx";
import { Heatmap } from "./heatmap.tsx";
import { LaneTag } from "./lane-tag.tsx";
import { isPart } from "./lane-view.ts";
import { Mark, type MarkKind } from "./mark.tsx";
import { NewsLine } from "./news.tsx";
import { Sources } from "./sources.tsx";
import { headlineOf } from "./summary.ts";
import { useNames } from "./use-names.ts";

const LEGEND: MarkKind[] = ["red", "yellow", "green", "breached"];

/** "All clear" itself stands in the strip, where a link that is not believed takes it away. */
const WORDS = {
  idle: "headline.idle",
  calm: "headline.calmMore",
  yellow: "headline.yellow",
  lightOnly: "headline.lightOnly",
} as const;

interface FootProps {
  /** It and all else of the lanes shown. */
  snapshot: Snapshot;
  lanes: readonly Lane[];
  delay: DelaySummary | null;
  shopNow: number;
  timezone: string;
  past: boolean;
  /** What the next hours bring; null: it is not known, or too old. */
  forecast: Forecast | null;
  /** Escalations, where the lanes leave no room for them; null: they stand there, or there are none. */
  news: AlertSummary | null;
}

/**
 * One sentence anyone can repeat: where the delay of the last 24 hours sits, with its bars and hours. While there is
 * none, the sentence is about now, beside what the shapes mean.
 */
export function Foot({ snapshot, lanes, delay, shopNow, timezone, past, forecast, news }: FootProps) {
  const names = useNames([...snapshot.nodes, ...snapshot.watches]);
  const newest = news?.newest[0];
  const ahead = forecast && <AheadLine {...{ forecast, shopNow, timezone, names }} />;
  const sources = newest ? (
    <p className="news-line news-in-foot">
      <NewsLine item={newest} names={names} timezone={timezone} />
    </p>
  ) : (
    !past && <Sources snapshot={snapshot} />
  );
  const asOf = past ? snapshot.asOf : null;
  if (!hasDelay(delay)) {
    return (
      <footer className="foot">
        <Headline snapshot={snapshot} lanes={lanes} shopNow={shopNow} />
        <div className="foot-side">
          {ahead}
          {sources}
          <Legend />
        </div>
      </footer>
    );
  }
  return (
    <footer className="foot foot-delay">
      <div className="foot-main">
        <BottleneckHeadline
          delay={delay}
          snapshot={snapshot}
          lanes={lanes}
          shopNow={shopNow}
          timezone={timezone}
          names={names}
        />
        {ahead}
        <Bars delay={delay} names={names} asOf={asOf} />
        {sources}
      </div>
      <Heatmap delay={delay} names={names} timezone={timezone} asOf={asOf} />
    </footer>
  );
}

function Headline({ snapshot, lanes, shopNow }: Pick<FootProps, "snapshot" | "lanes" | "shopNow">) {
  const { t, whole, spokenAge, nodeName } = useWords();
  const headline = headlineOf(snapshot);
  // Said large over the empty lanes already.
  if (headline.kind === "empty") return <p />;
  const number = (chunks: React.ReactNode) => <b>{chunks}</b>;
  if (headline.kind !== "red") {
    const { orders, open } = snapshot.totals;
    const count = whole("count" in headline ? headline.count : isPart(lanes) ? open : orders);
    return (
      <p className={`headline headline-${headline.kind}`}>
        <LaneTag lanes={lanes} />
        {t.rich(WORDS[headline.kind], { count, n: number })}
      </p>
    );
  }
  const { count, worst } = headline;
  const all = worst.red === count;
  const values = { count: whole(count), worst: whole(worst.red), name: nodeName(worst), n: number };
  return (
    <p className="headline headline-red">
      <LaneTag lanes={lanes} />
      <span>{t.rich(all ? "headline.redOne" : "headline.red", values)}</span>
      {worst.oldestEnteredAt && (
        <span className="headline-age">
          {t("headline.oldest", { age: spokenAge(shopNow - Date.parse(worst.oldestEnteredAt)) })}
        </span>
      )}
    </p>
  );
}

function Legend() {
  const { t } = useWords();
  return (
    <ul className="legend">
      {LEGEND.map((kind) => (
        <li key={kind} className={`legend-${kind}`}>
          <Mark kind={kind} />
          {t(`lights.${kind}`)}
        </li>
      ))}
    </ul>
  );
}
