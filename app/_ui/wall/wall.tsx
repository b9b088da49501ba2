"use client";
import type { FirstPicture } from "../board/store.ts";
import { useBoard } from "../board/use-board.ts";
import { BoardScreen } from "./board-screen.tsx";
import { pastView } from "./past-view.ts";
import { ScreenFrame } from "./screen-frame.tsx";
import type { ShopPlace } from "./strip.tsx";
import { ToNow } from "./to-now.tsx";

interface WallProps extends FirstPicture {
  place: ShopPlace;
}

/** The board on a TV: first as the server drew it, then live, and never looking fine while it is not. */
export function LiveWall({ place, version, ...first }: WallProps & { version: string }) {
  const view = useBoard(first, version);
  return (
    <ScreenFrame view={view} place={place}>
      <BoardScreen view={view} place={place} />
    </ScreenFrame>
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
  const view = pastView(snapshot, delay);
  const past = {
    mark: (
      <p className="band band-past" role="status">
        {words}
      </p>
    ),
    aside: <ToNow href={toNow} />,
  };
  return (
    <ScreenFrame view={view} place={place} past={past}>
      <BoardScreen view={view} place={place} past />
    </ScreenFrame>
  );
}
