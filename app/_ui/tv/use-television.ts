"use client";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { TV_REPORT_MS, type TvState } from "../../../domain/screens/types.ts";
import { connectBoard } from "../board/connect.ts";
import { createBoardStore, type FirstPicture } from "../board/store.ts";
import { watchPaint } from "./paint-watch.ts";
import { reportOf } from "./report.ts";
import { createTvLine } from "./tv-line.ts";
import { createTvStore, type TvStore, type TvView } from "./tv-store.ts";

const now = () => performance.now();

interface TelevisionNeeds {
  first: FirstPicture;
  tv: TvState;
  timezone: string;
  version: string;
  announce: (nodes: readonly string[], view: TvView) => void;
  /** Beside reports: what else keeps the board's rhythm. */
  beat: (view: TvView) => void;
}

/** One television as React sees it: its store, fed by the socket for as long as the page is up. */
export function useTelevision({ first, tv, timezone, version, announce, beat }: TelevisionNeeds): TvView {
  const renders = useRef(0);
  const [{ store, start }] = useState(() => {
    const board = createBoardStore(first, now, () => Date.now());
    const paint = watchPaint(now);
    let reportedAt = Number.NEGATIVE_INFINITY;
    const line = createTvLine((): TvStore => store, now);
    const tell = (view: TvView) => {
      beat(view);
      paint.ask();
      if (!view.board.awake || now() - reportedAt < TV_REPORT_MS) return;
      const told = reportOf(view, { version, paintedMsAgo: paint.agoMs(), renders: renders.current });
      if (!line.report(told)) return;
      reportedAt = now();
      renders.current = 0;
    };
    const store = createTvStore({ board, first: tv, timezone, now, announce, beat: tell });
    return {
      store,
      start: () => {
        const stop = connectBoard(board, version, line.line);
        return () => {
          stop();
          paint.stop();
        };
      },
    };
  });
  const [drawnByServer] = useState(() => store.view());
  const view = useSyncExternalStore(store.subscribe, store.view, () => drawnByServer);
  useEffect(() => start(), [start]);
  useEffect(() => {
    renders.current++;
  });
  return view;
}
