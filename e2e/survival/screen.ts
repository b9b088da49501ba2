import { io } from "socket.io-client";
import { LINK_LIMITS, type Link } from "../../app/_ui/board/link.ts";
import { type BoardStore, createBoardStore } from "../../app/_ui/board/store.ts";
import { applyDelta } from "../../domain/board/apply.ts";
import type { Delta, Heartbeat, Snapshot } from "../../domain/wire/board.ts";
import { realClock } from "../../server/platform/clock.ts";
import type { Witness } from "./witness.ts";

const SAMPLE_MS = 100;
const RECONNECT = { reconnectionDelay: 500, reconnectionDelayMax: 2_000, timeout: 4_000 };

/** What a wall went through. */
export interface ScreenReport {
  /** The oldest picture that it showed, in ms behind the machine's clock. */
  longestGapMs: number;
  /** What it said of itself while its picture was oldest. */
  saidThen: Link["kind"] | "";
  /** The oldest picture that it showed while it called itself live, in ms. */
  longestLiveMs: number;
  snapshots: number;
  deltas: number;
}

/** A wall without its pictures: what the wall itself judges its link by, on a socket to one web process. */
export interface Screen {
  name: string;
  /** What it shows, deltas applied; null before the first snapshot. */
  board(): Snapshot | null;
  /** What it says of itself. */
  link(): Link["kind"];
  report(): ScreenReport;
  close(): void;
}

export function openScreen(name: string, url: string, key: string, witness: Witness): Screen {
  let store: BoardStore | null = null;
  let board: Snapshot | null = null;
  const report: ScreenReport = { longestGapMs: 0, saidThen: "", longestLiveMs: 0, snapshots: 0, deltas: 0 };
  const socket = io(`${url}/board`, {
    transports: ["websocket"],
    forceNew: true,
    extraHeaders: { authorization: `Bearer ${key}` },
    ...RECONNECT,
  });
  const resync = () => void socket.emit("resync");
  const link = () => store?.view().link.kind ?? "lost";
  socket.on("connect", () => store?.opened());
  socket.on("disconnect", () => store?.closed());
  socket.on("connect_error", () => store?.closed());
  socket.on("snapshot", (message: Snapshot) => {
    report.snapshots++;
    board = message;
    store ??= createBoardStore(
      { snapshot: message, delay: null, alerts: null, forecast: null },
      () => performance.now(),
      () => Date.now(),
    );
    store.snapshot(message);
    witness.saw(name, message);
  });
  socket.on("delta", (message: Delta) => {
    report.deltas++;
    const followed = store?.delta(message) ?? false;
    const after = board === null ? "gap" : applyDelta(board, message);
    if (!followed || after === "gap") return resync();
    board = after;
    witness.saw(name, board);
  });
  socket.on("heartbeat", (message: Heartbeat) => {
    if (!(store?.heartbeat(message) ?? true)) resync();
    const { epoch, seq, asOf, watermark, pulse } = message;
    // Without a frame in between, what is shown still holds at the later moment.
    if (board?.epoch === epoch && board.seq === seq) board = { ...board, asOf, watermark, pulse };
  });

  let restartedAt = 0;
  const timer = setInterval(() => {
    if (store === null || board === null) return;
    store.tick();
    const gapMs = realClock.machineNow() - Date.parse(board.watermark.pipeline ?? board.asOf);
    if (gapMs > report.longestGapMs) {
      report.longestGapMs = gapMs;
      report.saidThen = link();
    }
    if (link() === "live") report.longestLiveMs = Math.max(report.longestLiveMs, gapMs);
    const now = performance.now();
    if (store.silentMs() > LINK_LIMITS.silenceMs && now - restartedAt > LINK_LIMITS.silenceMs) {
      restartedAt = now;
      socket.disconnect().connect();
    }
  }, SAMPLE_MS);

  return {
    name,
    board: () => board,
    link,
    report: () => ({ ...report }),
    close: () => {
      clearInterval(timer);
      socket.close();
    },
  };
}
