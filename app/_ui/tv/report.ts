import { shownEntry } from "../../../domain/screens/player.ts";
import type { TvReport } from "../../../domain/screens/types.ts";
import type { Link } from "../board/link.ts";
import type { TvView } from "./tv-store.ts";

const MIB = 2 ** 20;

/** Links as a desk tells them apart: a page that stood still has lost its picture; a wrong clock spoils none. */
const LINKS: Record<Link["kind"], TvReport["link"]> = {
  live: "live",
  lost: "lost",
  frozen: "lost",
  late: "late",
  catching_up: "catching_up",
  silent: "silent",
  clock: "live",
};

/** What the browser knows of itself, beside what it shows. */
export interface Seen {
  version: string;
  paintedMsAgo: number;
  renders: number;
}

/** What a television tells of itself: what it sees, not what it was sent. */
export function reportOf({ board, player }: TvView, { version, paintedMsAgo, renders }: Seen): TvReport {
  const entry = shownEntry(player);
  const { memory } = performance as { memory?: { usedJSHeapSize: number } };
  return {
    version,
    screen: entry.screen,
    node: entry.node ?? null,
    link: LINKS[board.link.kind],
    epoch: board.snapshot.epoch,
    seq: board.snapshot.seq,
    paintedMsAgo,
    renders,
    visible: document.visibilityState === "visible",
    clockSkewMs: board.skewMs ?? 0,
    heapMb: memory ? Math.round(memory.usedJSHeapSize / MIB) : null,
    width: innerWidth,
    height: innerHeight,
  };
}
