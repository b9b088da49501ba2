"use client";
import type { PlaylistEntry } from "../../../domain/screens/types.ts";
import type { FirstPicture } from "../board/store.ts";
import { useBoard } from "../board/use-board.ts";
import { ScreenFrame } from "../wall/screen-frame.tsx";
import type { ShopPlace } from "../wall/strip.tsx";
import { ScreenOf } from "./screen-of.tsx";

interface LiveScreenProps extends FirstPicture {
  entry: PlaylistEntry;
  place: ShopPlace;
  version: string;
}

/** One screen for people, live and in the same frame as the wall. */
export function LiveScreen({ entry, place, version, ...first }: LiveScreenProps) {
  const view = useBoard(first, version);
  return (
    <ScreenFrame view={view} place={place} lanes={entry.lanes}>
      <ScreenOf view={view} entry={entry} place={place} />
    </ScreenFrame>
  );
}
