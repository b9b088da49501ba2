"use client";
import type { ReactNode } from "react";
import type { BoardView } from "../board/store.ts";
import { instantParts, monthName } from "../format/instant.ts";
import { useWords } from "../use-words.ts";
import { BoardScreen } from "../wall/board-screen.tsx";
import { pastView } from "../wall/past-view.ts";
import { ScreenFrame } from "../wall/screen-frame.tsx";
import type { ShopPlace } from "../wall/strip.tsx";
import { ToNow } from "../wall/to-now.tsx";
import type { PlayerOptions } from "./player.ts";
import { ReplayBar } from "./replay-bar.tsx";
import { useReplay } from "./use-replay.ts";

export type ReplayWallProps = Omit<PlayerOptions, "now" | "load"> & {
  place: ShopPlace;
  /** The page of the present, without its moment. */
  toNow: string;
};

/** The board through a stretch of the past: the whole screen says so, and nothing live is mixed into it. */
export function ReplayWall(props: ReplayWallProps) {
  return (
    <ReplayFrame {...props}>{(view) => <BoardScreen view={view} place={props.place} past />}</ReplayFrame>
  );
}

/** What a screen is replayed in. */
export function ReplayFrame({
  place,
  toNow,
  children,
  ...options
}: ReplayWallProps & { children: (view: BoardView) => ReactNode }) {
  const words = useWords();
  const { t, locale } = words;
  const { player, view } = useReplay(options);
  const { snapshot, delay, speed } = view;
  const shown = pastView({ ...snapshot, pulse: { ...snapshot.pulse, speed } }, delay);
  const { month, day, time } = instantParts(shown.shopNow, place.timezone);
  const past = {
    mark: (
      <p className="band band-past" role="status" aria-live="off" data-moment={snapshot.asOf}>
        {t("mark.past", { month: monthName(month, locale), day, time })}
      </p>
    ),
    aside: <ToNow href={toNow} />,
  };
  return (
    <ScreenFrame
      view={shown}
      place={place}
      past={past}
      drift={false}
      marks={
        <ReplayBar player={player} view={view} range={options.range} bounds={options.bounds} place={place} />
      }
    >
      {children(shown)}
    </ScreenFrame>
  );
}
