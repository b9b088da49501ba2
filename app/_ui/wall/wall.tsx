"use client";
import { type CSSProperties, type ReactNode, useMemo } from "react";
import type { AlertSummary } from "../../../domain/wire/alerts.ts";
import type { Snapshot } from "../../../domain/wire/board.ts";
import type { Link } from "../board/link.ts";
import type { FirstPicture } from "../board/store.ts";
import { useBoard } from "../board/use-board.ts";
import { instantParts } from "../format/instant.ts";
import { useWords } from "../use-words.ts";
import { hasDelay, isOld, movesOf } from "./bottleneck.ts";
import { alarmOf, largestRoom, type NodeStage, type StepsAlarm, stagesOf } from "./escalation.ts";
import { Foot } from "./foot.tsx";
import { Freshness } from "./freshness.tsx";
import { Lanes } from "./lanes.tsx";
import { LinkMark } from "./link-mark.tsx";
import { NewsPanel } from "./news.tsx";
import { StepsMark } from "./steps-mark.tsx";
import { type ShopPlace, Strip } from "./strip.tsx";
import { columnsOf, isEmptyShop, lanesOf } from "./summary.ts";
import { useNames } from "./use-names.ts";
import { useDrift, usePointerRest } from "./use-quiet-screen.ts";

interface WallProps extends FirstPicture {
  place: ShopPlace;
}

/** The board on a TV: first as the server drew it, then live, and never looking fine while it is not. */
export function LiveWall({ place, version, ...first }: WallProps & { version: string }) {
  const { t } = useWords();
  const { snapshot, delay, alerts, shopNow, link, awake } = useBoard(first, version);
  const { pulse } = snapshot;
  // A lost screen cannot know, and says so already.
  const alarm = link.kind === "lost" ? null : alarmOf(alerts, shopNow, pulse.speed);
  return (
    <Picture
      state={link.kind}
      snapshot={snapshot}
      delay={delay}
      alerts={alerts}
      alarm={alarm}
      shopNow={shopNow}
      place={place}
      mark={
        <>
          <LinkMark link={link} shopNow={shopNow} timezone={place.timezone} />
          {alarm && <StepsMark alarm={alarm} timezone={place.timezone} />}
          {/* Shown by the stylesheet alone when no script ever takes over. */}
          {!awake && <p className="band band-late mark-unwoken">{t("mark.unwoken")}</p>}
        </>
      }
    >
      <Freshness link={link} eventsPerMinute={pulse.eventsPerMinute} />
    </Picture>
  );
}

/** The board at a moment of the past: nobody may take it for now. */
export function PastWall({
  snapshot,
  delay,
  place,
  words,
  toNow,
}: Omit<WallProps, "alerts" | "forecast"> & { words: string; toNow: string }) {
  const { t } = useWords();
  return (
    <Picture
      state="past"
      snapshot={snapshot}
      delay={delay}
      alerts={null}
      alarm={null}
      shopNow={Date.parse(snapshot.asOf)}
      place={place}
      mark={
        <p className="band band-past" role="status">
          {words}
        </p>
      }
    >
      <a className="to-now" href={toNow}>
        {t("mark.toNow")}
      </a>
    </Picture>
  );
}

interface PictureProps extends Omit<WallProps, "forecast"> {
  state: Link["kind"] | "past";
  shopNow: number;
  alarm: StepsAlarm | null;
  mark: ReactNode;
  children: ReactNode;
}

/** Nobody is known to be told of anything. */
const NO_STAGES: ReadonlyMap<string, NodeStage> = new Map();

function Picture({ state, snapshot, delay, alerts, alarm, shopNow, place, mark, children }: PictureProps) {
  const { t } = useWords();
  const old = delay === null || isOld(delay, shopNow, snapshot.pulse.speed);
  // Where it was going a while ago is no news.
  const moves = useMemo(() => movesOf(old ? null : delay), [delay, old]);
  // Who had it a while ago may have it no more.
  const heard = alarm?.kind === "unheard" ? null : alerts;
  const stages = heard === null ? NO_STAGES : stagesOf(heard, shopNow);
  const lanes = lanesOf(snapshot);
  const room = largestRoom(
    lanes.map(({ nodes }) => nodes.length),
    columnsOf(lanes),
  );
  const names = useNames(snapshot.nodes);
  const news = heard !== null && heard.newest.length > 0 ? heard : null;
  const resting = usePointerRest();
  const [x, y] = useDrift();
  return (
    <main
      className={`wall wall-${state}${hasDelay(delay) ? " wall-delay" : ""}${alarm ? " wall-steps" : ""}${resting ? " wall-resting" : ""}`}
      data-state={state}
      style={{ "--drift-x": x, "--drift-y": y } as CSSProperties}
    >
      <h1 className="unseen">{t("app.title")}</h1>
      {mark}
      <div className="picture">
        <Strip
          board={snapshot}
          delay={delay}
          shopNow={shopNow}
          speed={snapshot.pulse.speed}
          place={place}
          asOf={state === "past" ? snapshot.asOf : null}
          believed={state === "live" || state === "past"}
        >
          {children}
        </Strip>
        <Lanes
          board={snapshot}
          shopNow={shopNow}
          moves={moves}
          stages={stages}
          timezone={place.timezone}
          asOf={state === "past" ? snapshot.asOf : null}
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
        {isEmptyShop(snapshot) && <p className="empty-shop">{t("headline.empty")}</p>}
        <Foot
          snapshot={snapshot}
          delay={delay}
          shopNow={shopNow}
          timezone={place.timezone}
          past={state === "past"}
          news={room === null ? news : null}
        />
      </div>
    </main>
  );
}

/** When the first message that a provider's budget holds back will go, by the shop's clock. */
function heldUntilWords({ held }: AlertSummary, { asOf, pulse }: Snapshot, timezone: string): string {
  if (held.length === 0) return "";
  const firstMs = Math.min(...held.map(({ until }) => Date.parse(until)));
  const shopMs = Date.parse(asOf) + (firstMs - Date.parse(pulse.sentAt)) * pulse.speed;
  return instantParts(shopMs, timezone).time;
}
