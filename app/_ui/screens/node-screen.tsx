"use client";
import type { NodeRow } from "../../../domain/wire/board.ts";
import { nodeDepthSchema } from "../../../domain/wire/depth.ts";
import { instantParts } from "../format/instant.ts";
import { useWords } from "../use-words.ts";
import { stagesOf } from "../wall/escalation.ts";
import { Figure } from "../wall/figure.tsx";
import { forecastOf, isForecastOld } from "../wall/foresight.ts";
import { LaneTag } from "../wall/lane-tag.tsx";
import { openOf } from "../wall/loudness.ts";
import { Mark } from "../wall/mark.tsx";
import { StageMark } from "../wall/stage-mark.tsx";
import { AgeingChart } from "./ageing-chart.tsx";
import { AnswerAge, Waiting } from "./answer-age.tsx";
import { FlowChart } from "./flow-chart.tsx";
import { OldestList } from "./oldest-list.tsx";
import type { ScreenProps } from "./types.ts";
import { useAnswer } from "./use-answer.ts";
import { windowWords } from "./window-words.ts";
import { worstNode } from "./worst-node.ts";

interface NodeScreenProps extends ScreenProps {
  /** The moment of the past that it shows, RFC 3339; absent: now. */
  asOf?: string;
}

/** One node in depth: how many, how old against what is usual, what comes against what goes, who waits longest. */
export function NodeScreen(props: NodeScreenProps) {
  const { view, entry } = props;
  const { t } = useWords();
  const { nodes, watches } = view.snapshot;
  const key = entry.node ?? worstNode(view.snapshot, entry.lanes);
  const row = [...nodes, ...watches].find((candidate) => candidate.key === key);
  if (key !== null && row) return <Depth key={key} {...props} row={row} />;
  return (
    <section className="screen node-screen" data-screen="node" aria-label={t("screens.node")}>
      <p className="screen-empty" data-screen-state={key === null ? "empty" : "unknown"}>
        {key === null && <LaneTag lanes={entry.lanes} />}
        {key === null ? t("screens.noWorst") : t("orders.noNode", { key })}
      </p>
    </section>
  );
}

function Depth({ view, entry, place, row, asOf }: NodeScreenProps & { row: NodeRow }) {
  const words = useWords();
  const { t } = words;
  const { snapshot, shopNow } = view;
  const { speed } = snapshot.pulse;
  const hours = entry.windowHours;
  const node = row.key;
  const moment = asOf === undefined ? "" : `&asOf=${encodeURIComponent(asOf)}`;
  const answer = useAnswer({
    subject: `${node} ${hours}`,
    news: moment,
    ask: async (get) =>
      nodeDepthSchema.parse(
        await get(`/api/v1/nodes/${encodeURIComponent(node)}/depth?hours=${hours}${moment}`),
      ),
  });
  const depth = answer.data;
  return (
    <section
      className={`screen node-screen${row.red > 0 ? " node-red" : ""}`}
      data-screen="node"
      data-node-screen={node}
      aria-label={words.nodeName(row)}
    >
      <NodeHead {...{ view, place, words, row }} />
      {depth === null ? (
        <Waiting answer={answer} />
      ) : depth.open === 0 && depth.dwell === null ? (
        <p className="screen-empty" data-screen-state="empty">
          {t("screens.emptyNode")}
        </p>
      ) : (
        <div className="node-body">
          <AgeingChart ageing={depth.ageing} dwell={depth.dwell} />
          <FlowChart
            flow={depth.flow}
            stepMinutes={depth.stepMinutes}
            timezone={place.timezone}
            window={windowWords(hours, words)}
          />
          <OldestList oldest={depth.oldest} shopNow={shopNow} />
        </div>
      )}
      <AnswerAge answer={answer} asOfMs={depth && Date.parse(depth.asOf)} {...{ shopNow, speed }} />
    </section>
  );
}

interface NodeHeadProps extends Pick<ScreenProps, "view" | "place"> {
  words: ReturnType<typeof useWords>;
  row: NodeRow;
}

/** Its name, its numbers as large as a wall needs them, who has it, and what comes. */
function NodeHead({ view, place, words, row }: NodeHeadProps) {
  const { t, tenths, spokenAge, nodeName, whole } = words;
  const { snapshot, alerts, forecast, shopNow } = view;
  const stage = alerts === null ? undefined : stagesOf(alerts, shopNow).get(row.key);
  const coming =
    forecast === null || isForecastOld(forecast, shopNow, snapshot.pulse.speed)
      ? null
      : forecastOf(forecast, row.key);
  return (
    <header className="node-head">
      <h2>{nodeName(row)}</h2>
      <ul className="node-counts">
        {(["red", "yellow", "breached"] as const).map(
          (kind) =>
            row[kind] > 0 && (
              <li key={kind} className={`node-count node-count-${kind}`} data-node-count={kind}>
                <Mark kind={kind} />
                <Figure count={tenths(row[kind])} />
                <span>{t(`lights.${kind}`)}</span>
              </li>
            ),
        )}
        {row.red === 0 && row.yellow === 0 && openOf(row) > 0 && (
          <li className="node-count node-count-green">
            <Mark kind="green" />
            <span>{t("lights.green")}</span>
          </li>
        )}
        <li className="node-count node-count-open" data-node-count="open">
          <Figure count={tenths(openOf(row))} />
          <span>{t("screens.openThere")}</span>
        </li>
      </ul>
      <div className="node-words">
        {row.oldestEnteredAt !== null && (
          <p>{t("headline.oldestThere", { age: spokenAge(shopNow - Date.parse(row.oldestEnteredAt)) })}</p>
        )}
        {stage && (
          <p className="node-stage">
            <StageMark kind={stage.taken ? "taken" : stage.stage} />
            {stage.taken
              ? t("stage.taken", {
                  name: stage.taken.name,
                  time: instantParts(stage.taken.untilMs, place.timezone).time,
                })
              : t("screens.stageNobody", { stage: t(`stage.${stage.stage}`) })}
          </p>
        )}
        {coming && coming.newlyRed.high > 0 && (
          <p className="coming" data-coming={coming.hours}>
            {coming.newlyRed.low === coming.newlyRed.high
              ? t("forecast.moreOne", { hours: coming.hours, count: whole(coming.newlyRed.high) })
              : t("forecast.more", {
                  hours: coming.hours,
                  low: whole(coming.newlyRed.low),
                  high: whole(coming.newlyRed.high),
                })}
          </p>
        )}
      </div>
    </header>
  );
}
