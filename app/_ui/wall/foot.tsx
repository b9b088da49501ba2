"use client";
import type { Snapshot } from "../../../domain/wire/board.ts";
import { useWords } from "../use-words.ts";
import { Mark, type MarkKind } from "./mark.tsx";
import { headlineOf } from "./summary.ts";

const LEGEND: MarkKind[] = ["red", "yellow", "green", "breached"];
/** More names than this would push the legend off the wall. */
const SOURCES_SHOWN = 4;
/** Heard within this many ms counts as just now. */
const JUST_NOW_MS = 60_000;

/** "All clear" itself stands in the strip, where a link that is not believed takes it away. */
const WORDS = {
  idle: "headline.idle",
  calm: "headline.calmMore",
  yellow: "headline.yellow",
  lightOnly: "headline.lightOnly",
} as const;

/** One sentence anyone can repeat, when each source was last heard, and what the shapes mean. */
export function Foot({ snapshot, shopNow, past }: { snapshot: Snapshot; shopNow: number; past: boolean }) {
  return (
    <footer className="foot">
      <Headline snapshot={snapshot} shopNow={shopNow} />
      <div className="foot-side">
        {!past && <Sources snapshot={snapshot} />}
        <Legend />
      </div>
    </footer>
  );
}

function Headline({ snapshot, shopNow }: { snapshot: Snapshot; shopNow: number }) {
  const { t, whole, spokenAge, nodeName } = useWords();
  const headline = headlineOf(snapshot);
  // Said large over the empty lanes already.
  if (headline.kind === "empty") return <p />;
  const number = (chunks: React.ReactNode) => <b>{chunks}</b>;
  if (headline.kind !== "red") {
    const count = whole("count" in headline ? headline.count : snapshot.totals.orders);
    return (
      <p className={`headline headline-${headline.kind}`}>
        {t.rich(WORDS[headline.kind], { count, n: number })}
      </p>
    );
  }
  const { count, worst } = headline;
  const all = worst.red === count;
  const values = { count: whole(count), worst: whole(worst.red), name: nodeName(worst), n: number };
  return (
    <p className="headline headline-red">
      <span>{t.rich(all ? "headline.redOne" : "headline.red", values)}</span>
      {worst.oldestEnteredAt && (
        <span className="headline-age">
          {t("headline.oldest", { age: spokenAge(shopNow - Date.parse(worst.oldestEnteredAt)) })}
        </span>
      )}
    </p>
  );
}

function Sources({ snapshot }: { snapshot: Snapshot }) {
  const { t, spokenAge } = useWords();
  const sentAt = Date.parse(snapshot.pulse.sentAt);
  const heard = Object.entries(snapshot.watermark.sources)
    .flatMap(([key, { lastReceivedAt }]) =>
      lastReceivedAt === null ? [] : [{ key, at: Date.parse(lastReceivedAt) }],
    )
    .sort((a, b) => b.at - a.at);
  if (heard.length === 0) return null;
  const more = heard.length - SOURCES_SHOWN;
  // By name, so that they do not change places with every event.
  const shown = heard.slice(0, SOURCES_SHOWN).sort((a, b) => (a.key < b.key ? -1 : 1));
  return (
    <ul className="sources">
      {shown.map(({ key, at }) => {
        const name = t.has(`source.names.${key}`) ? t(`source.names.${key}`) : key;
        const silentMs = sentAt - at;
        return (
          <li key={key} className="source">
            {silentMs < JUST_NOW_MS
              ? t("source.now", { name })
              : t("source.heard", { name, age: spokenAge(silentMs) })}
          </li>
        );
      })}
      {more > 0 && <li className="source">{t("source.more", { count: more })}</li>}
    </ul>
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
