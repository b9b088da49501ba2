"use client";
import { type ReactNode, useRef, useState } from "react";
import { HEAT_COLUMNS, type PlaylistEntry } from "../../../domain/screens/types.ts";
import { useWords, type Words } from "../use-words.ts";
import { LaneTag } from "../wall/lane-tag.tsx";
import { boardIn, isPart, laneWords } from "../wall/lane-view.ts";
import { useNames } from "../wall/use-names.ts";
import { AnswerAge, Waiting } from "./answer-age.tsx";
import { HeatGrid } from "./heat-grid.tsx";
import { delaysIn, type HeatAnswer, heatTable, type NodeDelays } from "./heat-table.ts";
import type { ScreenProps } from "./types.ts";
import { useAnswer } from "./use-answer.ts";
import { useUpright } from "./use-upright.ts";
import { windowWords } from "./window-words.ts";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Rows that are read from 4 m; upright there is room for more. */
const ROWS = { lying: 9, upright: 11 };
/** From this share on, all of the delay is said to sit there. */
const ALL_FROM = 0.995;
/** Less delay than this in a window, in seconds, is no bottleneck. */
const DELAY_MIN_S = 60;

type Columns = PlaylistEntry["columns"];

interface Told {
  delays: NodeDelays;
  heat: HeatAnswer;
}

/** Where the delay of a window sits: the sentence, each node's part of it, and when or with what it arose. */
export function BottlenecksScreen({ view, entry, place }: ScreenProps) {
  const words = useWords();
  const { t } = words;
  const { shopNow } = view;
  const snapshot = boardIn(view.snapshot, entry.lanes);
  const [chosen, choose] = useState<Columns | null>(null);
  const columns = chosen ?? entry.columns;
  const names = useNames(snapshot.nodes);
  const most = useUpright() ? ROWS.upright : ROWS.lying;
  const answer = useTold(entry.windowHours, columns, shopNow);
  const told = answer.data;
  const keep = (node: string) => names.has(node);
  const delays = told && (isPart(entry.lanes) ? delaysIn(told.delays, keep) : told.delays);
  const table = delays && heatTable(delays, told.heat, columns === "hour", most, keep);
  const lanes = laneWords(entry.lanes, words);
  return (
    <section className="screen bottlenecks" data-screen="bottlenecks" aria-label={t("screens.bottlenecks")}>
      {delays && table && delays.totalOverdueSeconds >= DELAY_MIN_S && table.rows.length > 0 ? (
        <>
          <header className="screen-head">
            <Sentence
              {...{ delays, snapshot, shopNow, names, words }}
              node={table.rows[0]!.node}
              entry={entry}
            />
          </header>
          <HeatGrid
            table={table}
            shareTitle={lanes === null ? t("screens.shareTitle") : t("screens.shareTitleOf", { lanes })}
            fact={columns === "hour" ? null : columns}
            names={names}
            timezone={place.timezone}
          />
        </>
      ) : told ? (
        <p className="screen-empty" data-screen-state="empty">
          <LaneTag lanes={entry.lanes} />
          {t("screens.noDelay", { window: windowWords(entry.windowHours, words) })}
        </p>
      ) : (
        <Waiting answer={answer} />
      )}
      <footer className="screen-foot">
        <nav className="switch" aria-label={t("screens.by")}>
          {HEAT_COLUMNS.map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={name === columns}
              data-columns={name}
              onClick={() => choose(name)}
            >
              {t(`screens.columns.${name}`)}
            </button>
          ))}
        </nav>
        <AnswerAge
          answer={answer}
          asOfMs={told ? Date.parse(told.delays.to) : null}
          shopNow={shopNow}
          speed={snapshot.pulse.speed}
        />
      </footer>
    </section>
  );
}

/** Both halves of the screen, of one window. */
function useTold(hours: number, columns: Columns, shopNow: number) {
  // The window moves on with every question, not with every drawing.
  const nowMs = useRef(shopNow);
  nowMs.current = shopNow;
  return useAnswer<Told>({
    subject: `${hours} ${columns}`,
    ask: async (get) => {
      const fromMs = Math.floor((nowMs.current - hours * HOUR_MS) / MINUTE_MS) * MINUTE_MS;
      const window = `from=${new Date(fromMs).toISOString()}`;
      const [delays, heat] = await Promise.all([
        get(`/api/v1/bottlenecks?by=node&${window}`),
        get(`/api/v1/heatmap?rows=node&cols=${columns}&${window}`),
      ]);
      return { delays: delays as NodeDelays, heat: heat as HeatAnswer };
    },
  });
}

interface SentenceProps extends Pick<ScreenProps["view"], "snapshot" | "shopNow"> {
  delays: NodeDelays;
  node: string;
  names: ReadonlyMap<string, string>;
  entry: PlaylistEntry;
  words: Words;
}

/** 过去 24 小时，76% 的延误卡在「大件装车调度」, and how it looks there now. */
function Sentence({ delays, node, snapshot, shopNow, names, entry, words }: SentenceProps) {
  const { t, percent, whole, spokenAge } = words;
  const share = delays.items.find((item) => item.node === node)?.share ?? 0;
  const row = snapshot.nodes.find(({ key }) => key === node);
  const big = (chunks: ReactNode) => <b className="screen-number">{chunks}</b>;
  const keep = (chunks: ReactNode) => <span className="headline-part">{chunks}</span>;
  const values = {
    window: windowWords(entry.windowHours, words),
    share: percent(share),
    name: names.get(node) ?? node,
    n: big,
    w: keep,
  };
  return (
    <>
      <p className="screen-headline" data-headline="bottlenecks">
        <LaneTag lanes={entry.lanes} />
        {t.rich(share >= ALL_FROM ? "screens.allDelay" : "screens.delay", values)}
      </p>
      <p className="screen-more">
        {row && row.red > 0
          ? [
              t("headline.redThere", { count: whole(row.red) }),
              ...(row.oldestEnteredAt
                ? [t("headline.oldestThere", { age: spokenAge(shopNow - Date.parse(row.oldestEnteredAt)) })]
                : []),
            ].join(t("tile.separator"))
          : t("headline.noneThere")}
      </p>
    </>
  );
}
