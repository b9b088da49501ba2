"use client";
import { useMemo } from "react";
import type { PlaylistEntry } from "../../../domain/screens/types.ts";
import type { AlertSummary } from "../../../domain/wire/alerts.ts";
import type { Snapshot } from "../../../domain/wire/board.ts";
import type { BoardView } from "../board/store.ts";
import { instantParts } from "../format/instant.ts";
import { useWords } from "../use-words.ts";
import { isOld, movesOf } from "./bottleneck.ts";
import { alarmOf, largestRoom, type NodeStage, stagesOf } from "./escalation.ts";
import { Foot } from "./foot.tsx";
import { growthOf, isForecastOld } from "./foresight.ts";
import { ALL_LANES, useLaneView } from "./lane-view.ts";
import { Lanes } from "./lanes.tsx";
import { NewsPanel } from "./news.tsx";
import type { ShopPlace } from "./strip.tsx";
import { columnsOf, isEmptyShop, lanesOf } from "./summary.ts";
import { useNames } from "./use-names.ts";
import { WatchLine } from "./watch-line.tsx";

interface BoardScreenProps {
  view: BoardView;
  place: ShopPlace;
  /** Which lanes it shows; absent: all of them. */
  entry?: Pick<PlaylistEntry, "lanes">;
  /** Whether the moment shown is not now. */
  past?: boolean;
}

/** Nobody is known to be told of anything. */
const NO_STAGES: ReadonlyMap<string, NodeStage> = new Map();
const NO_GROWTH: ReadonlyMap<string, number> = new Map();

/** Every node as a tile, lane by lane, and the sentence that anyone can repeat. It stands in a ScreenFrame. */
export function BoardScreen({ view, place, entry, past = false }: BoardScreenProps) {
  const { t } = useWords();
  const only = entry?.lanes ?? ALL_LANES;
  const { snapshot, delay, alerts, forecast, shopNow, link } = useLaneView(view, only);
  const { speed } = snapshot.pulse;
  const old = delay === null || isOld(delay, shopNow, speed);
  // Where it was going a while ago is no news.
  const moves = useMemo(() => movesOf(old ? null : delay), [delay, old]);
  // Who had it a while ago may have it no more; a lost screen keeps its last picture.
  const unheard = past || (link.kind !== "lost" && alarmOf(alerts, shopNow, speed)?.kind === "unheard");
  const heard = unheard ? null : alerts;
  const stages = heard === null ? NO_STAGES : stagesOf(heard, shopNow);
  // What was foreseen a while ago, or from numbers that are late, is no forecast.
  const foreseen =
    forecast !== null &&
    (link.kind === "live" || link.kind === "silent") &&
    !isForecastOld(forecast, shopNow, speed)
      ? forecast
      : null;
  const growth = useMemo(() => (foreseen === null ? NO_GROWTH : growthOf(foreseen)), [foreseen]);
  const lanes = lanesOf(snapshot);
  const room = largestRoom(
    lanes.map(({ nodes }) => nodes.length),
    columnsOf(lanes),
  );
  const names = useNames([...snapshot.nodes, ...snapshot.watches]);
  const news = heard !== null && heard.newest.length > 0 ? heard : null;
  const asOf = past ? snapshot.asOf : null;
  return (
    <>
      <Lanes
        board={snapshot}
        lanes={lanes}
        shopNow={shopNow}
        moves={moves}
        growth={growth}
        stages={stages}
        timezone={place.timezone}
        asOf={asOf}
      >
        {room && news && (
          <NewsPanel
            alerts={news}
            names={names}
            timezone={place.timezone}
            room={room}
            heldUntil={heldUntilWords(news, snapshot, place.timezone)}
          />
        )}
      </Lanes>
      <WatchLine watches={snapshot.watches} stages={stages} asOf={asOf} />
      {isEmptyShop(view.snapshot) && <p className="empty-shop">{t("headline.empty")}</p>}
      <Foot
        snapshot={snapshot}
        lanes={only}
        delay={delay}
        shopNow={shopNow}
        timezone={place.timezone}
        past={past}
        forecast={foreseen}
        news={room === null ? news : null}
      />
    </>
  );
}

/** When the first message that a provider's budget holds back will go, by the shop's clock. */
function heldUntilWords({ held }: AlertSummary, { asOf, pulse }: Snapshot, timezone: string): string {
  if (held.length === 0) return "";
  const firstMs = Math.min(...held.map(({ until }) => Date.parse(until)));
  const shopMs = Date.parse(asOf) + (firstMs - Date.parse(pulse.sentAt)) * pulse.speed;
  return instantParts(shopMs, timezone).time;
}
