"use client";
import { type CSSProperties, type ReactNode, useMemo } from "react";
import type { Link } from "../board/link.ts";
import type { FirstPicture } from "../board/store.ts";
import { useBoard } from "../board/use-board.ts";
import { useWords } from "../use-words.ts";
import { hasDelay, isOld, movesOf } from "./bottleneck.ts";
import { Foot } from "./foot.tsx";
import { Freshness } from "./freshness.tsx";
import { Lanes } from "./lanes.tsx";
import { LinkMark } from "./link-mark.tsx";
import { type ShopPlace, Strip } from "./strip.tsx";
import { isEmptyShop } from "./summary.ts";
import { useDrift, usePointerRest } from "./use-quiet-screen.ts";

interface WallProps extends FirstPicture {
  place: ShopPlace;
}

/** The board on a TV: first as the server drew it, then live, and never looking fine while it is not. */
export function LiveWall({ place, version, ...first }: WallProps & { version: string }) {
  const { t } = useWords();
  const { snapshot, delay, shopNow, link, awake } = useBoard(first, version);
  const { pulse } = snapshot;
  return (
    <Picture
      state={link.kind}
      snapshot={snapshot}
      delay={delay}
      shopNow={shopNow}
      place={place}
      mark={
        <>
          <LinkMark link={link} shopNow={shopNow} timezone={place.timezone} />
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
}: WallProps & { words: string; toNow: string }) {
  const { t } = useWords();
  return (
    <Picture
      state="past"
      snapshot={snapshot}
      delay={delay}
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

interface PictureProps extends WallProps {
  state: Link["kind"] | "past";
  shopNow: number;
  mark: ReactNode;
  children: ReactNode;
}

function Picture({ state, snapshot, delay, shopNow, place, mark, children }: PictureProps) {
  const { t } = useWords();
  const old = delay === null || isOld(delay, shopNow, snapshot.pulse.speed);
  // Where it was going a while ago is no news.
  const moves = useMemo(() => movesOf(old ? null : delay), [delay, old]);
  const resting = usePointerRest();
  const [x, y] = useDrift();
  return (
    <main
      className={`wall wall-${state}${hasDelay(delay) ? " wall-delay" : ""}${resting ? " wall-resting" : ""}`}
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
          believed={state === "live" || state === "past"}
        >
          {children}
        </Strip>
        <Lanes
          board={snapshot}
          shopNow={shopNow}
          moves={moves}
          asOf={state === "past" ? snapshot.asOf : null}
        />
        {isEmptyShop(snapshot) && <p className="empty-shop">{t("headline.empty")}</p>}
        <Foot
          snapshot={snapshot}
          delay={delay}
          shopNow={shopNow}
          timezone={place.timezone}
          past={state === "past"}
        />
      </div>
    </main>
  );
}
