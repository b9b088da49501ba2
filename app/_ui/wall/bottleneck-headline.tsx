"use client";
import type { ReactNode } from "react";
import type { Lane } from "../../../domain/settings/types.ts";
import type { Snapshot } from "../../../domain/wire/board.ts";
import type { DelaySummary } from "../../../domain/wire/delay.ts";
import { instantParts } from "../format/instant.ts";
import { useWords, type Words } from "../use-words.ts";
import { isOld, worstNodes } from "./bottleneck.ts";
import { LaneTag } from "./lane-tag.tsx";
import type { Names } from "./use-names.ts";

interface BottleneckProps {
  delay: DelaySummary;
  snapshot: Snapshot;
  lanes: readonly Lane[];
  shopNow: number;
  timezone: string;
  names: Names;
}

/** From this share on, all of the delay is said to sit there. */
const ALL_FROM = 0.995;

/** Where the delay of the last 24 hours sits, in one sentence, and how it looks there now. */
export function BottleneckHeadline(props: BottleneckProps) {
  const { delay, snapshot, lanes, shopNow, timezone, names } = props;
  const words = useWords();
  const { t, percent } = words;
  const worst = worstNodes(delay, 1)[0];
  if (!worst) return null;
  const number = (chunks: ReactNode) => <b>{chunks}</b>;
  // What belongs together goes to the next line together.
  const whole = (chunks: ReactNode) => <span className="headline-part">{chunks}</span>;
  const name = names.get(worst.node) ?? worst.node;
  const values = { share: percent(worst.share), name, n: number, w: whole };
  return (
    <>
      <p className="headline headline-red" data-headline="bottleneck">
        <LaneTag lanes={lanes} />
        <span>{t.rich(worst.share >= ALL_FROM ? "headline.allDelay" : "headline.delay", values)}</span>
      </p>
      <p className="headline-more">
        {isOld(delay, shopNow, snapshot.pulse.speed)
          ? t("headline.delayAsOf", { time: instantParts(Date.parse(delay.asOf), timezone).time })
          : thereNow(worst.node, props, words)}
      </p>
    </>
  );
}

/** 超时 37 单，最久 6 小时 12 分，比一小时前多 9 单 */
function thereNow(
  node: string,
  { delay, snapshot, shopNow }: BottleneckProps,
  { t, whole, spokenAge }: Words,
) {
  const row = snapshot.nodes.find(({ key }) => key === node);
  if (!row || row.red === 0 || row.oldestEnteredAt === null) return t("headline.noneThere");
  const before = delay.nodes.find(({ key }) => key === node)?.redHourAgo ?? row.red;
  const more = row.red - before;
  const parts = [
    t("headline.redThere", { count: whole(row.red) }),
    t("headline.oldestThere", { age: spokenAge(shopNow - Date.parse(row.oldestEnteredAt)) }),
  ];
  if (more > 0) parts.push(t("headline.moreThanHourAgo", { count: whole(more) }));
  if (more < 0) parts.push(t("headline.fewerThanHourAgo", { count: whole(-more) }));
  return parts.join(t("tile.separator"));
}
