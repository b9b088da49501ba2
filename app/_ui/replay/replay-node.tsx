"use client";
import { useEffect, useRef, useState } from "react";
import type { PlaylistEntry } from "../../../domain/screens/types.ts";
import type { BoardView } from "../board/store.ts";
import { NodeScreen } from "../screens/node-screen.tsx";
import type { ShopPlace } from "../wall/strip.tsx";
import { ReplayFrame, type ReplayWallProps } from "./replay-wall.tsx";

/** How often what a node holds is asked for while frames go by, in ms. */
const ASK_EVERY_MS = 2_000;

/** One node through a stretch of the past: its numbers by the frames, its depth as of the moments they show. */
export function ReplayNode({ entry, ...props }: ReplayWallProps & { entry: PlaylistEntry }) {
  return (
    <ReplayFrame {...props}>
      {(view) => <PastNode view={view} entry={entry} place={props.place} />}
    </ReplayFrame>
  );
}

function PastNode(props: { view: BoardView; entry: PlaylistEntry; place: ShopPlace }) {
  const asOf = useNowAndThen(props.view.snapshot.asOf);
  return <NodeScreen {...props} asOf={asOf} />;
}

/** A value that changes often, taken now and then; the last one is never left out. */
function useNowAndThen(value: string): string {
  const [taken, take] = useState(value);
  const newest = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => {
    newest.current = value;
    timer.current ??= setTimeout(() => {
      timer.current = null;
      take(newest.current);
    }, ASK_EVERY_MS);
  }, [value]);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );
  return taken;
}
