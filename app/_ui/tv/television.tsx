"use client";
import { useRef } from "react";
import { nodesTaken } from "../../../domain/screens/news.ts";
import { shownEntry } from "../../../domain/screens/player.ts";
import type { TvState } from "../../../domain/screens/types.ts";
import type { FirstPicture } from "../board/store.ts";
import { ScreenOf } from "../screens/screen-of.tsx";
import { useWords } from "../use-words.ts";
import { ScreenFrame } from "../wall/screen-frame.tsx";
import type { ShopPlace } from "../wall/strip.tsx";
import { reportedReds } from "./announcement.ts";
import { Identity } from "./identity.tsx";
import { type PushBack, StandStillCover } from "./stand-still-cover.tsx";
import { TvMarks } from "./tv-marks.tsx";
import { useRoomVoice } from "./use-room-voice.ts";
import { useTelevision } from "./use-television.ts";
import { useWakeLock } from "./use-wake-lock.ts";

interface TelevisionProps extends FirstPicture {
  tv: TvState;
  place: ShopPlace;
  version: string;
}

/** A paired television: its playlist, what comes before it, and all that keeps it honest for weeks. */
export function Television({ tv, place, version, ...first }: TelevisionProps) {
  const words = useWords();
  const pushBack = useRef<PushBack>(() => {});
  // The newest of each drawing: the store outlives them all.
  const heard = useRef<(nodes: readonly string[]) => void>(() => {});
  const look = useRef(() => {});
  const view = useTelevision({
    first,
    tv,
    timezone: place.timezone,
    version,
    announce: (nodes) => heard.current(nodes),
    beat: () => {
      pushBack.current();
      look.current();
    },
  });
  const { board, player, brightness, identified } = view;
  const { settings } = view.tv;
  const room = useRoomVoice(settings);
  heard.current = (nodes) =>
    room.announce(reportedReds(nodes, board.snapshot, words, nodesTaken(board.alerts, board.shopNow)));
  look.current = room.look;
  useWakeLock();
  const entry = shownEntry(player);
  return (
    <div
      className="tv"
      data-theme={settings.theme}
      data-palette={settings.palette}
      data-screen={entry.screen}
    >
      <ScreenFrame
        view={board}
        place={place}
        lanes={entry.lanes}
        drift={settings.drift}
        marks={<TvMarks view={view} silenced={room.silenced} />}
      >
        {/* Another screen comes up softly; what moves within one stays where it is. */}
        <div className="tv-screen" key={`${entry.screen} ${player.hold?.node ?? player.index}`}>
          <ScreenOf view={board} entry={entry} place={place} />
        </div>
      </ScreenFrame>
      {brightness < 100 && <div className="tv-dim" style={{ opacity: 1 - brightness / 100 }} />}
      {identified && <Identity view={view} version={version} silenced={room.silenced} />}
      <StandStillCover shopNow={board.shopNow} timezone={place.timezone} pushBack={pushBack} />
    </div>
  );
}
